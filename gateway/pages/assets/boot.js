// @ts-check
// The playground's own code: GraphiQL, the persona switch, the language switch. It runs as it stands here, unbundled.
(() => {
  'use strict';

  /** @typedef {'zh' | 'en'} Language */
  /** @typedef {{ name: string, title: { zh: string, en: string }, token: string }} Persona */
  /** @typedef {{ name: string, query: string }} Example */

  const words = {
    en: {
      title: 'Playground',
      persona: 'Ask as',
      hint: 'Counts from the next run on; nothing is run again by itself.',
      reset: 'Restore examples',
      confirmReset:
        'Close all tabs and open the worked examples again? Your own queries in open tabs are lost.',
      unreachable:
        'The graph cannot be reached. Check that Cograph is still running, then run the query again.',
      unreadable: (/** @type {number} */ status) =>
        `The graph answered with something that is not JSON (HTTP status ${status}). Try again in a moment.`,
      badHeader: (/** @type {string} */ name) => `The header “${name}” cannot be sent as it is written.`,
      broken:
        'The playground could not be loaded. Check that Cograph is still running, then reload this page.',
    },
    zh: {
      title: '查询台',
      persona: '身份',
      hint: '从下一次运行起生效，不会自动重新运行。',
      reset: '恢复示例',
      confirmReset: '关闭所有标签页并重新打开示例？标签页中您自己的查询将会丢失。',
      unreachable: '无法连接到图服务。请确认 Cograph 仍在运行，然后重新运行查询。',
      unreadable: (/** @type {number} */ status) =>
        `图服务返回的内容不是 JSON（HTTP 状态码 ${status}）。请稍后再试。`,
      badHeader: (/** @type {string} */ name) => `请求头“${name}”的写法有误，无法发送。`,
      broken: '查询台未能载入。请确认 Cograph 仍在运行，然后刷新本页。',
    },
  };

  const languageKey = 'cograph:language';
  const personaKey = 'cograph:persona';
  const examplesKey = 'cograph:examples';
  const languageSelect = /** @type {HTMLSelectElement} */ (document.getElementById('language'));
  const personaSelect = /** @type {HTMLSelectElement | null} */ (document.getElementById('persona'));
  const frame = /** @type {HTMLElement} */ (document.getElementById('graphiql'));

  /** @type {Persona[]} */
  let personas = [];
  let language = firstLanguage();

  /**
   * An address that names a language wins, then the reader's last choice, then what the server read from the browser.
   * @returns {Language}
   */
  function firstLanguage() {
    const asked = new URLSearchParams(location.search).get('lang');
    const first = [asked, remembered(languageKey), document.documentElement.lang].find(
      (tag) => tag === 'zh' || tag === 'en',
    );
    return first === 'zh' ? 'zh' : 'en';
  }

  function showLanguage() {
    const text = words[language];
    document.documentElement.lang = language;
    document.title = `Cograph · ${text.title}`;
    languageSelect.value = language;
    for (const element of document.querySelectorAll('[data-text]')) {
      const key = /** @type {'persona' | 'hint' | 'reset'} */ (element.getAttribute('data-text'));
      element.textContent = text[key];
    }
    for (const option of personaSelect?.options ?? []) {
      const persona = personas.find(({ name }) => name === option.value);
      if (persona) option.textContent = persona.title[language];
    }
  }

  /**
   * Asks the graph as the chosen persona; whatever goes wrong on the way becomes one sentence in the answer pane. It is
   * one function for the whole visit, because GraphiQL asks for the schema again whenever it is given another.
   * @param {unknown} parameters
   * @param {{ headers?: Record<string, unknown> }} [options]
   */
  async function ask(parameters, options) {
    const text = words[language];
    const refuse = (/** @type {string} */ message) => ({ errors: [{ message }] });
    const headers = new Headers({
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
    });
    const persona = personas.find(({ name }) => name === personaSelect?.value);
    if (persona) headers.set('authorization', `Bearer ${persona.token}`);
    // What is written in the Headers pane goes last: there a reader may try a token of their own.
    for (const [name, value] of Object.entries(options?.headers ?? {})) {
      try {
        headers.set(name, String(value));
      } catch {
        return refuse(text.badHeader(name));
      }
    }
    let response;
    let body;
    try {
      response = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify(parameters) });
      body = await response.text();
    } catch {
      return refuse(text.unreachable);
    }
    try {
      return JSON.parse(body);
    } catch {
      return refuse(text.unreadable(response.status));
    }
  }

  /**
   * Storage can be switched off in a browser; then nothing is remembered, and nothing breaks.
   * @param {string} key
   */
  function remembered(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  /**
   * @param {string} key
   * @param {string | null} value
   */
  function remember(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // As above.
    }
  }

  /** GraphiQL keeps a reader's tabs and opens the examples only when it finds none. */
  function forgetTabs() {
    for (const key of ['tabState', 'query', 'variables', 'headers', 'operationName']) {
      remember(`graphiql:${key}`, null);
    }
  }

  languageSelect.addEventListener('change', () => {
    language = languageSelect.value === 'zh' ? 'zh' : 'en';
    remember(languageKey, language);
    // The address must not bring the old language back on reload.
    history.replaceState(null, '', location.pathname);
    showLanguage();
  });

  // By name: the token itself is never stored.
  personaSelect?.addEventListener('change', () => remember(personaKey, personaSelect.value));

  document.getElementById('reset')?.addEventListener('click', () => {
    if (!confirm(words[language].confirmReset)) return;
    forgetTabs();
    // A reload, because GraphiQL reads its tabs only once.
    location.reload();
  });

  // In an editor Tab indents, which would hold a keyboard reader there for ever: after Escape it moves on, as elsewhere.
  let leaving = false;
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Tab' && leaving) event.stopPropagation();
      if (event.key !== 'Shift') leaving = event.key === 'Escape';
    },
    { capture: true },
  );

  /** @param {string} path */
  async function json(path) {
    const response = await fetch(path);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.json();
  }

  async function start() {
    showLanguage();
    /** @type {[Example[], Persona[]]} */
    const [examples, found] = await Promise.all([
      json('/playground/examples.json'),
      personaSelect ? json('/playground/personas.json') : [],
    ]);
    personas = found;
    for (const { name } of personas) personaSelect?.append(new Option(name, name));
    const last = remembered(personaKey);
    if (personaSelect && personas.some(({ name }) => name === last)) personaSelect.value = last ?? '';
    showLanguage();

    // After an upgrade the examples are others than those in the reader's tabs, and some of those may no longer be valid.
    const edition = JSON.stringify(examples);
    if (remembered(examplesKey) !== edition) forgetTabs();
    remember(examplesKey, edition);

    const { React, ReactDOM, GraphiQL } = /** @type {any} */ (window);
    frame.replaceChildren();
    ReactDOM.createRoot(frame).render(
      React.createElement(GraphiQL, {
        fetcher: ask,
        defaultTabs: examples.map(({ query }) => ({ query })),
        // Off and not offered: a token pasted into the Headers pane must not stay behind in this browser.
        shouldPersistHeaders: false,
        defaultEditorToolsVisibility: false,
      }),
    );
  }

  start().catch(() => {
    const sentence = document.createElement('p');
    sentence.className = 'loading';
    sentence.setAttribute('role', 'alert');
    sentence.lang = language;
    sentence.textContent = words[language].broken;
    frame.replaceChildren(sentence);
  });
})();
