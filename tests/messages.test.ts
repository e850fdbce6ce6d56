import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localeOf } from '../gateway/locale.ts';
import { told } from '../schema/messages.ts';
import { chinese } from '../schema/messages.zh.ts';
import { type Front, openFront } from './kit/front.ts';

/** Whose texts reach people, where a call is given one. */
const sayers =
  /^(malformed|GraphQLError|WrongValue|Outage|unauthenticated|forbidden|onViewer|onParent|denial|super|[A-Z]\w+(Unusable|Unknown|Exceeded))$/;
/** What only whoever runs it meets, on the command line or at the start. */
const forOperators =
  /^(db\/events|gateway\/(cors|door|times|documents\.(read|store)|oidc(\.settings)?|remote\/.*)|subgraphs\/(\w+\/)+\w+\.command)\.ts$/;

/** The texts a file gives to people, with `{}` where something is filled in. */
function textsOf(path: string): string[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isCallExpression(node) || ts.isNewExpression(node)) &&
      sayers.test(node.expression.getText(file))
    ) {
      texts.push(...(node.arguments ?? []).flatMap(templatesOf));
    }
    if (ts.isPropertyAssignment(node) && node.name.getText(file) === 'requires') {
      texts.push(...templatesOf(node.initializer));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return texts.filter((text) => text.includes(' '));
}

function templatesOf(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) {
    return [node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('')];
  }
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(templatesOf);
  if (!ts.isBinaryExpression(node)) return [];
  const [left, right] = [templatesOf(node.left), templatesOf(node.right)];
  return left.length === 1 && right.length === 1 ? [left[0]! + right[0]!] : [];
}

describe('a text for people', () => {
  it('has its Chinese, wherever the code gives one to malformed values, refusals, rules and outages', () => {
    const files = ['schema', 'db', 'gateway', 'subgraphs'].flatMap((room) =>
      readdirSync(room, { recursive: true, encoding: 'utf8' }).map((path) => `${room}/${path}`),
    );
    const ours = files.filter((path) => /(?<!\.test)\.ts$/.test(path) && !forOperators.test(path));
    const texts = ours.flatMap(textsOf);
    expect(texts.length).toBeGreaterThan(80);
    expect(texts.filter((text) => !(text in chinese))).toEqual([]);
  });

  it('has in Chinese every place that is filled in', () => {
    const places = (text: string) => new Set(text.match(/\{\d\}/g) ?? []);
    const wrong = Object.entries(chinese).filter(
      ([english, text]) => places(text).size !== english.split('{}').length - 1,
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['"x" is not a Project id.', '"x" 不是 Project 的 id。'],
    [
      'You may not do this. It requires: participant, or auditor.',
      '您不能进行此操作。需要：参与方，或审计员。',
    ],
    ['signed in, and member of the provider, or auditor', '已登录，且资源提供方的成员，或审计员'],
    [
      'A page of 60 rows is asked for; at most 50 come at once. Go on with `after`. Signed in, at most 100.',
      '请求的一页有 60 行，一次最多 50 行。请用 `after` 继续。登录后最多 100。',
    ],
    [
      'Variable "$r" got invalid value "x, or y"; "x, or y" is not a region: write its six-digit GB/T 2260 code, as 420500.',
      '变量 "$r" 的值 "x, or y" 不可用："x, or y" 不是地区：请写六位 GB/T 2260 代码，如 420500。',
    ],
  ])('is told as a whole: %s', (english, text) => {
    expect([told('zh', english), told('en', english)]).toEqual([text, english]);
  });

  it('without Chinese stays as it is, after the lead of its code', () => {
    expect(told('zh', 'Cannot query field "a".', 'GRAPHQL_VALIDATION_FAILED')).toBe(
      '文档不符合模式：Cannot query field "a".',
    );
    expect(told('zh', 'a, or b')).toBe('a, or b');
  });
});

describe('the language', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['zh', 'zh'],
    ['zh-CN', 'zh'],
    ['zh-Hans-CN,zh;q=0.9', 'zh'],
    ['ZH-tw', 'zh'],
    ['en;q=0.5, zh;q=0.8', 'zh'],
    ['en, zh;q=0.9', 'en'],
    ['zh;q=0', 'en'],
    ['fr, zh;q=0.1', 'zh'],
    ['fr', 'en'],
    ['*', 'en'],
    ['zh;q=nonsense, ;;;', 'en'],
  ])('of "%s" is %s', (header, locale) => {
    expect(localeOf(header)).toBe(locale);
  });
});

describe('an answer', () => {
  let front: Front;
  beforeAll(async () => void (front = await openFront()));
  afterAll(() => front[Symbol.asyncDispose]());

  const change = `mutation {
    projectVisibilityChange(input: { projectId: "prj_01k0000000e0080000000000zz", visibility: PUBLIC })
    { ... on Refusal { code message } }
  }`;
  const budget = '{ projects(first: 1) { edges { node { budget { currency } } } } }';

  it.each([
    ['nobody who changes something', change, 'UNAUTHENTICATED', '请先登录。需要：已登录。'],
    [
      'a page too large',
      '{ projects(first: 51) { totalCount } }',
      'LIMIT_EXCEEDED',
      '请求的一页有 51 行，一次最多 50 行。请用 `after` 继续。登录后最多 100。',
    ],
    ['a wrong id', '{ project(id: "x") { id } }', 'BAD_USER_INPUT', '"x" 不是 Project 的 id。'],
    [
      'an unknown field',
      '{ absent }',
      'GRAPHQL_VALIDATION_FAILED',
      '文档不符合模式：Cannot query field "absent" on type "Query".',
    ],
    ['no document', '{', 'GRAPHQL_PARSE_FAILED', '无法解析文档：Syntax Error: Expected Name, found <EOF>.'],
  ])(
    'to %s is in Chinese for who reads Chinese; its code is the same',
    async (_what, query, code, message) => {
      const chineseAnswer = await front.post(query, {
        headers: { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' },
      });
      const english = await front.post(query);
      const seen = ({ errors }: typeof english) =>
        errors.map((error) => [error.extensions['code'], error.message]);
      expect(seen(chineseAnswer)).toEqual([[code, message]]);
      expect(seen(english).map(([said]) => said)).toEqual([code]);
      expect(seen(english)[0]![1]).not.toMatch(/\p{Script=Han}/u);
      expect([chineseAnswer, english].map(({ headers }) => headers['content-language'])).toEqual([
        'zh',
        'en',
      ]);
      for (const { headers } of [chineseAnswer, english]) expect(headers['vary']).toMatch(/Accept-Language/);
    },
  );

  it('that refuses, or withholds a field, says why in Chinese too', async () => {
    const headers = { 'accept-language': 'zh' };
    const refused = await front.post(change, { as: 'stranger', headers });
    expect(refused.data).toEqual({
      projectVisibilityChange: { code: 'PROJECT_UNKNOWN', message: '没有您可知晓的此项目。' },
    });
    const withheld = await front.post(budget, { headers });
    expect(withheld.extensions['denied']).toEqual([
      { coordinate: 'Project.budget', requires: '参与方，或该地区的监管方，或审计员', count: 1 },
    ]);
  });

  it('from an address where nothing is, and to a body that is no JSON, is in Chinese too', async () => {
    const headers = { 'accept-language': 'zh', 'content-type': 'application/json' };
    const nowhere = await front.app.inject({ url: '/nowhere', headers });
    const broken = await front.app.inject({ method: 'POST', url: '/graphql', headers, payload: '{bad' });
    const messages = [nowhere, broken].map(
      (reply) => reply.json<{ errors: { message: string }[] }>().errors[0]?.message,
    );
    expect(messages[0]).toBe('此处没有可用 GET 访问的内容。');
    expect(messages[1]).toMatch(/^请求有误：/);
  });
});
