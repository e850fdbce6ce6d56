import { gzipSync } from 'node:zlib';
import type { Attack } from './attacks.ts';

const question = '{"query":"{ __typename }"}';
const typed = (type: string) => ({ 'content-type': type });
const browser = { 'apollo-require-preflight': 'true' };

/** Attacks on what is around a document: bytes, types, addresses. */
export const bodies: Attack[] = [
  { name: 'a batch', status: 400, body: `[${question},${question}]` },
  { name: 'a batch of a thousand', status: 400, body: `[${Array(1_000).fill(question).join(',')}]` },
  { name: 'an empty batch', status: 400, body: '[]' },
  { name: 'no body', status: 400 },
  { name: 'null', status: 400, body: 'null' },
  { name: 'a text for a body', status: 400, body: '"query"' },
  { name: 'JSON that ends early', status: 400, body: '{"query":"{ __typename }"' },
  { name: 'JSON a thousand deep', status: 400, body: `${'['.repeat(15_000)}${']'.repeat(15_000)}` },
  {
    name: 'variables fifteen thousand deep',
    status: 200,
    body: `{"query":"{ __typename }","variables":{"a":${'['.repeat(15_000)}${']'.repeat(15_000)}}}`,
  },
  {
    name: 'two thousand variables',
    status: 200,
    body: JSON.stringify({
      query: '{ __typename }',
      variables: Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`v${at}`, at])),
    }),
  },
  {
    name: 'an input with a thousand fields nobody knows',
    status: 400,
    body: JSON.stringify({
      query: 'query ($f: ResourceFilter) { resources(filter: $f) { totalCount } }',
      variables: { f: Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`absent${at}`, at])) },
    }),
  },
  { name: 'keys twice', status: 400, body: '{"query":"{ __typename }","query":"{ absent }"}' },
  {
    name: 'a key that poisons',
    status: 400,
    body: '{"query":"{ __typename }","__proto__":{"isAuditor":true}}',
  },
  {
    name: 'a constructor that poisons',
    status: 400,
    body: '{"query":"{ __typename }","variables":{"constructor":{"prototype":{"isAuditor":true}}}}',
  },
  { name: 'a document that is no text', status: 400, body: '{"query":{"kind":"Document","definitions":[]}}' },
  { name: 'variables that are no object', status: 400, body: '{"query":"{ __typename }","variables":[1]}' },
  { name: 'variables as text', status: 400, body: '{"query":"{ __typename }","variables":"{}"}' },
  {
    name: 'an operation name that is no text',
    status: 400,
    body: '{"query":"{ __typename }","operationName":7}',
  },
  {
    name: 'an operation that is not there',
    status: 400,
    body: '{"query":"{ __typename }","operationName":"__proto__"}',
  },
  { name: 'extensions that are no object', status: 400, body: '{"query":"{ __typename }","extensions":[]}' },
  {
    name: 'a hash of a document nobody registered',
    status: 200,
    body: '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}',
  },
  {
    name: 'bytes that are no UTF-8',
    status: 400,
    body: Buffer.concat([
      Buffer.from('{"query":"{ a'),
      Buffer.from([0xff, 0xfe, 0xc0, 0x80]),
      Buffer.from(' }"}'),
    ]),
  },
  { name: 'a byte order mark', status: 200, body: `\ufeff${question}` },
  { name: 'zero bytes', status: 400, body: Buffer.alloc(10_000) },
  { name: 'UTF-16', status: 400, body: Buffer.from(question, 'utf16le') },
  {
    name: 'a charset nobody has',
    status: 200,
    headers: typed('application/json; charset=utf-7'),
    body: question,
  },
  { name: 'a type that is none', status: 415, headers: typed('application/json/xml'), body: question },
  { name: 'plain text', status: 400, headers: typed('text/plain'), body: question },
  {
    name: 'a form',
    status: 415,
    headers: typed('application/x-www-form-urlencoded'),
    body: 'query=%7B__typename%7D',
  },
  {
    name: 'a form with files',
    status: 415,
    headers: typed('multipart/form-data; boundary=x'),
    body: '--x\r\n\r\n{}\r\n--x--',
  },
  { name: 'XML', status: 415, headers: typed('application/xml'), body: '<query/>' },
  {
    name: 'a document for a body',
    status: 415,
    headers: typed('application/graphql'),
    body: '{ __typename }',
  },
  {
    name: 'a body packed small',
    status: 400,
    headers: { 'content-encoding': 'gzip' },
    body: gzipSync(Buffer.alloc(20_000_000)),
  },
  {
    name: 'a body beyond the bound',
    status: 413,
    body: `{"query":"{ __typename }","pad":"${'x'.repeat(40_000)}"}`,
  },
  {
    name: 'an address of ten kilobytes',
    status: 400,
    method: 'GET',
    headers: browser,
    path: `/graphql?query=${'%7B'.repeat(3_300)}`,
  },
  {
    name: 'an address beyond what HTTP reads',
    status: 431,
    method: 'GET',
    headers: browser,
    path: `/graphql?query=${'a'.repeat(40_000)}`,
  },
  {
    name: 'an address that is badly escaped',
    status: 400,
    method: 'GET',
    headers: browser,
    path: '/graphql?query=%E0%A4%A',
  },
  {
    name: 'two documents in one address',
    status: 400,
    method: 'GET',
    headers: browser,
    path: '/graphql?query=%7B__typename%7D&query=%7Babsent%7D',
  },
  {
    name: 'a change by GET',
    status: 405,
    method: 'GET',
    headers: browser,
    path: '/graphql?query=mutation%7B__typename%7D',
  },
  { name: 'a method of another protocol', status: 404, method: 'PROPFIND', body: question },
  { name: 'a delete', status: 404, method: 'DELETE', headers: { 'content-type': 'text/plain' } },
  { name: 'a path that climbs', status: 404, path: '/graphql/../../etc/passwd', body: question },
];
