import { accessSync, constants, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type ConsoleMessage, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personas } from '../schema/personas.ts';
import { newHome, startServer } from './kit/server.ts';

const executablePath = browserInPath();
if (!executablePath) {
  console.warn(
    'SKIPPED: no chromium, chromium-browser or google-chrome in PATH, so the playground was not opened.',
  );
}

const examples = readdirSync(join(import.meta.dirname, '../gateway/pages/examples'));

type Started = {
  origin: string;
  persona: { name: string; zh: string; en: string; token: string };
  /** What the first example's answer must show. */
  answer: string;
  close: () => Promise<void>;
};

/** The only place that knows what stands behind the playground. */
async function startForPlayground(): Promise<Started> {
  const home = await newHome({ isMigrated: true });
  const server = await startServer(home.environment);
  const regulator = personas.find(({ name }) => name === 'regulator');
  if (!regulator) throw new Error('There is no persona of a regulator.');
  const { name, title } = regulator;
  return {
    origin: server.origin,
    persona: { name, ...title, token: server.tokenOf(name) },
    answer: 'Atomic force microscope',
    async close() {
      await server.stop();
      await home[Symbol.asyncDispose]();
    },
  };
}

describe.skipIf(!executablePath)('the playground in a real browser', () => {
  let started: Started;
  let browser: Browser;

  beforeAll(async () => {
    started = await startForPlayground();
    browser = await chromium.launch({
      executablePath,
      headless: true,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await started?.close();
  });

  it('opens one tab for each worked example and shows the answer of the first', async () => {
    await visit({ width: 1280, height: 800 }, async (page) => {
      expect(await page.locator('button.graphiql-tab-button').count()).toBe(examples.length);
      expect(await page.locator('.graphiql-query-editor .CodeMirror-line').first().textContent()).toContain(
        '#',
      );
      await run(page);
      await screenshot(page, 'wide');
      for (const tab of await page.locator('button.graphiql-tab-button').all()) {
        expect(await tab.textContent()).not.toContain('<untitled>');
      }
    });
  });

  it('asks as nobody, and as the persona once one is chosen', async () => {
    await visit({ width: 1280, height: 800 }, async (page) => {
      expect((await run(page)).authorization).toBeUndefined();
      await page.getByLabel('Ask as').selectOption({ label: started.persona.en });
      expect((await run(page)).authorization).toBe(`Bearer ${started.persona.token}`);
      await page.getByLabel('Ask as').selectOption({ label: 'Nobody / 无身份' });
      expect((await run(page)).authorization).toBeUndefined();
    });
  });

  it('speaks the chosen language and remembers it', async () => {
    await visit({ width: 1280, height: 800 }, async (page) => {
      expect(await page.getAttribute('html', 'lang')).toBe('en');
      await page.getByLabel('Language').selectOption({ label: '中文' });
      expect(await page.getAttribute('html', 'lang')).toBe('zh');
      await page.getByLabel('身份').selectOption({ label: started.persona.zh });
      expect(await page.getByRole('button', { name: '恢复示例' }).count()).toBe(1);
      expect(await page.title()).toBe('Cograph · 查询台');
      await page.reload();
      await page.waitForSelector('.graphiql-query-editor .CodeMirror');
      expect(await page.getAttribute('html', 'lang')).toBe('zh');
      expect(await page.getByLabel('身份').inputValue()).toBe(started.persona.name);
    });
  });

  it('says in a sentence that the graph cannot be reached', async () => {
    await visit({ width: 1280, height: 800 }, async (page, complaints) => {
      await page.route('**/graphql', (route) => route.abort());
      await page.locator('.graphiql-execute-button').click();
      await page.locator('.result-window', { hasText: 'The graph cannot be reached.' }).waitFor();
      // The browser itself reports the broken connection; nothing else may.
      expect(complaints.splice(0).filter((text) => !text.includes('net::ERR_FAILED'))).toEqual([]);
    });
  });

  it('brings closed examples back', async () => {
    await visit({ width: 1280, height: 800 }, async (page) => {
      await page.locator('.graphiql-tab-close').first().click();
      await page.getByRole('button', { name: 'Restore examples' }).waitFor();
      expect(await page.locator('button.graphiql-tab-button').count()).toBe(examples.length - 1);
      page.once('dialog', (dialog) => void dialog.accept());
      await Promise.all([
        page.waitForEvent('load'),
        page.getByRole('button', { name: 'Restore examples' }).click(),
      ]);
      await page.waitForSelector('.graphiql-query-editor .CodeMirror');
      expect(await page.locator('button.graphiql-tab-button').count()).toBe(examples.length);
    });
  });

  it('can be left by keyboard: Escape, then Tab, steps out of the editor', async () => {
    await visit({ width: 1280, height: 800 }, async (page) => {
      const focused = () => page.evaluate<boolean>("document.activeElement.closest('.CodeMirror') !== null");
      const text = () => page.evaluate<string>("document.querySelector('.CodeMirror').CodeMirror.getValue()");
      const before = await text();
      await page.locator('.graphiql-query-editor .CodeMirror-line').first().click();
      expect(await focused()).toBe(true);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Tab');
      expect(await focused()).toBe(false);
      expect(await text()).toBe(before);
    });
  });

  it('opens the settings, for which the policy must allow inline styles', async () => {
    await visit({ width: 1280, height: 800 }, async (page) => {
      await page.getByRole('button', { name: 'Open settings dialog' }).click();
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await overflow(page)).toBe(0);
    });
  });

  it('fits a telephone of 360 pixels', async () => {
    await visit({ width: 360, height: 740 }, async (page) => {
      await run(page);
      await screenshot(page, 'narrow');
      expect(await overflow(page)).toBe(0);
      expect(
        await page.evaluate<number>(
          'document.documentElement.scrollHeight - document.documentElement.clientHeight',
        ),
      ).toBe(0);
      for (const control of [
        '#persona',
        '#language',
        '#reset',
        '.graphiql-execute-button',
        '.result-window',
      ]) {
        const box = await page.locator(control).boundingBox();
        expect([control, box !== null && box.x >= 0 && box.x + box.width <= 360]).toEqual([control, true]);
      }
      await page.goto(`${started.origin}/?lang=zh`);
      await screenshot(page, 'landing-narrow');
      expect(await overflow(page)).toBe(0);
    });
  });

  it('welcomes on the landing page and leads to the playground', async () => {
    await visit({ width: 1280, height: 800 }, async (page) => {
      await page.goto(`${started.origin}/?lang=en`);
      await screenshot(page, 'landing-wide');
      await page.getByRole('link', { name: 'Open the playground' }).click();
      await page.waitForSelector('.graphiql-query-editor .CodeMirror');
    });
  });

  /** Opens the playground in a fresh profile and fails on any complaint of the browser or request that
   *  left the origin. */
  async function visit(
    viewport: { width: number; height: number },
    work: (page: Page, complaints: string[]) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext({ viewport, locale: 'en-GB' });
    const complaints: string[] = [];
    const strangers: string[] = [];
    try {
      const page = await context.newPage();
      // A refusal by the content security policy is a console error too, so it is caught here.
      page.on('console', (message: ConsoleMessage) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (protocol !== 'data:' && origin !== started.origin) strangers.push(request.url());
      });
      await page.addInitScript(
        "addEventListener('securitypolicyviolation', (event) => console.error('CSP', event.violatedDirective, event.blockedURI))",
      );
      await page.goto(`${started.origin}/playground`);
      await page.waitForSelector('.graphiql-query-editor .CodeMirror');
      await work(page, complaints);
      expect(complaints).toEqual([]);
      expect(strangers).toEqual([]);
    } finally {
      await context.close();
    }
  }

  /** Runs the open tab and gives the headers that were sent, once the answer is shown. */
  async function run(page: Page): Promise<Record<string, string>> {
    const [request] = await Promise.all([
      page.waitForRequest((candidate) => candidate.url().endsWith('/graphql')),
      page.locator('.graphiql-execute-button').click(),
    ]);
    await page.locator('.result-window', { hasText: started.answer }).waitFor();
    const headers = await request.allHeaders();
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
    });
    return headers;
  }
});

/** By how many pixels the document is wider than the window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** For the eye: a person looks at these after a change, no test compares them. */
async function screenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(tmpdir(), `cograph-playground-${name}.png`) });
}

function browserInPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
