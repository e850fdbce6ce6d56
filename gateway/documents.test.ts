import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { afterAll, expect, it } from 'vitest';
import { readDocuments, sha256Id } from './documents.read.ts';

const schema = buildSchema(readFileSync(new URL('../schema/api.graphql', import.meta.url), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'cograph-documents-'));
afterAll(() => rmSync(folder, { recursive: true }));

const text = 'query Keys { metricDefinitions { key } }';
const id = 'sha256:dda3ddfe3e7df64ce72c3f88c3f2b0f8cb1c1f3a0f1e5f8f5a7f1d8f4b7c3f0a';
const put = (name: string, content: string | object) => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

it('a document is known by the SHA-256 of its text, as any client computes it', () => {
  expect(sha256Id('{ __typename }')).toBe(
    'sha256:7f56e67dd21ab3f30d1ff8b7bed08893f0a0db86449836189b361dd1e56ddb4b',
  );
});

it('a file is one document, a folder all of its files, each held to the schema', () => {
  const good = put('queries/keys.graphql', text);
  put('queries/deep/bad.gql', 'query Bad { absent }');
  put('queries/deep/broken.graphql', 'query {');
  put('queries/notes.txt', 'not a document');
  expect(readDocuments(good, schema)).toEqual({
    documents: [{ id: sha256Id(text), name: 'keys', text }],
    refused: [],
  });
  const { documents, refused } = readDocuments(join(folder, 'queries'), schema);
  expect(documents.map(({ name }) => name)).toEqual(['keys']);
  expect(refused).toEqual([
    { name: 'bad', reason: 'Cannot query field "absent" on type "Query".' },
    { name: 'broken', reason: 'Syntax Error: Expected Name, found <EOF>.' },
  ]);
});

it('a manifest of Apollo or of Relay keeps the ids that its clients will send', () => {
  const hash = sha256Id(text).replace('sha256:', '');
  const apollo = put('apollo.json', {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: [{ id: hash, name: 'Keys', type: 'query', body: text }],
  });
  const relay = put('relay.json', { '5f2b8e0c9a': text, [id]: text, 'not an id': text });
  expect(readDocuments(apollo, schema)).toEqual({
    documents: [{ id: sha256Id(text), name: 'Keys', text }],
    refused: [],
  });
  expect(readDocuments(relay, schema)).toEqual({
    documents: [
      { id: sha256Id(text), name: 'Keys', text },
      { id: '5f2b8e0c9a', name: 'Keys', text },
    ],
    refused: [
      { name: 'Keys', reason: 'Its id is a SHA-256, but not that of its text.' },
      { name: 'Keys', reason: 'Its id has characters that an address cannot carry, or is too long.' },
    ],
  });
});

it.each([
  ['list.json', [text], 'is not a manifest: a JSON object of ids and texts, or with `operations`.'],
  ['broken.json', '{', 'is not a manifest: a JSON object of ids and texts, or with `operations`.'],
  ['numbers.json', { a: 1 }, 'The entry "a" of'],
  ['entries.json', { operations: [{ id: 'a' }] }, 'Entry 1 of'],
])('%s is refused, with what it lacks', (name, content, sentence) => {
  expect(() => readDocuments(put(name, content), schema)).toThrow(sentence);
});

it('what is not there is refused', () => {
  expect(() => readDocuments(join(folder, 'absent'), schema)).toThrow('There is no file or folder');
  mkdirSync(join(folder, 'empty'));
  expect(() => readDocuments(join(folder, 'empty'), schema)).toThrow('has no .graphql file.');
});
