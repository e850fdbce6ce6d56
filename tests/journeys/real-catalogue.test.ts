import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Home, newHome, runCograph, type Server, startServer } from '../kit/server.ts';

const file = join(import.meta.dirname, '../../../shared/data/uniquip/equipment-2019-01-25.csv');
const provider = 'University of St Andrews';
const isThere = existsSync(file);
if (!isThere) console.log(`Skipped: a real catalogue, which is not here (${file}).`);

const cells = isThere
  ? readFileSync(file, 'utf8')
      .split(/\r?\n/)
      .slice(1)
      .flatMap((line) => line.split(','))
  : [];
/** Every mailbox and every telephone of the file, as it is written and without its spaces. */
const secrets = new Set(
  cells
    .filter((cell) => cell.includes('@') || /^\+?\d[\d ]{8,}$/.test(cell))
    .flatMap((cell) => [cell, cell.replaceAll(' ', '')])
    .filter((cell) => cell !== ''),
);

const question = `query Microscopes($text: String!) {
  resources(filter: { text: $text }, first: 50, orderBy: NAME) {
    totalCount
    edges { node {
      __typename
      name { en }
      contact { name url email telephone }
      provider { name { en } ... on Organization { isChecked } }
    } }
  }
}`;
interface Found {
  resources: {
    totalCount: number;
    edges: {
      node: {
        __typename: string;
        name: { en: string };
        contact: { name: null; url: string; email: string | null; telephone: string | null };
        provider: { name: { en: string }; isChecked: boolean };
      };
    }[];
  };
}

let home: Home;
beforeAll(async () => void (home = await newHome()), 60_000);
afterAll(() => home[Symbol.asyncDispose]());

const load = (path: string, ...more: string[]) => loadOf(provider, path, ...more);
const loadOf = (name: string, path: string, ...more: string[]) =>
  runCograph(['import', '--format', 'uniquip', '--provider', name, ...more, path], home.environment);
const lastLine = (text: string) => text.trim().split('\n').at(-1);
const unchanged = '{"read":594,"new":0,"same":594,"changed":0,"refused":0}';

describe.skipIf(!isThere)('a real catalogue of 594 records', () => {
  test('is read whole, and a second time changes nothing', async () => {
    const dry = await load(file, '--dry-run');
    expect([dry.code, lastLine(dry.stdout)]).toEqual([
      0,
      '{"read":594,"new":594,"same":0,"changed":0,"refused":0}',
    ]);
    const first = await load(file);
    expect([first.code, lastLine(first.stdout)]).toEqual([
      0,
      '{"read":594,"new":594,"same":0,"changed":0,"refused":0}',
    ]);
    expect(first.stdout).toContain(`"${provider}" was not known: it is now an unchecked organisation.\n`);
    const second = await load(file);
    expect([second.code, lastLine(second.stdout)]).toEqual([0, unchanged]);
    console.log(`594 records: new in ${first.ms} ms, the same again in ${second.ms} ms, with the start`);
  }, 180_000);

  describe.each<[what: string, name: string, make: ((path: string) => void) | null, sentence: RegExp]>([
    [
      'a directory',
      'folder',
      (path) => mkdirSync(path),
      /^"folder" is a directory: name one file in it\.\n$/,
    ],
    ['an empty file', 'empty.csv', (path) => writeFileSync(path, ''), /^"empty\.csv" is empty: .+\n$/],
    [
      'a compressed file',
      'packed.csv.gz',
      (path) => writeFileSync(path, gzipSync(readFileSync(file))),
      /^"packed\.csv\.gz" .*gzip.*\n$/,
    ],
    ['a missing file', 'missing.csv', null, /^"missing\.csv" is not there: check the path\.\n$/],
    [
      'a file of other columns',
      'other.csv',
      (path) => writeFileSync(path, 'Colour,Size\nred,7\n'),
      /^"other\.csv" .*column.*\n$/i,
    ],
  ])('in place of it, %s', (_what, name, make, sentence) => {
    test('is refused with one sentence, and nothing changed', async () => {
      const path = join(home.folder, name);
      make?.(path);
      const { code, stdout, stderr } = await loadOf('Nobody known', path);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(sentence);
    }, 60_000);
  });

  describe('asked over HTTP', () => {
    let server: Server;
    beforeAll(async () => {
      // The broken inputs before this changed nothing.
      expect(lastLine((await load(file)).stdout)).toBe(unchanged);
      server = await startServer(home.environment);
    }, 120_000);
    afterAll(() => server?.[Symbol.asyncDispose]());

    test('knows no provider that only broken input named', async () => {
      const query = '{ organizations(first: 50) { totalCount edges { node { name { en } } } } }';
      const { data } = await server.ask<Organizations>(query);
      const { totalCount, edges } = data?.organizations ?? { totalCount: 0, edges: [] };
      expect(edges.length).toBe(totalCount);
      const known = edges.map(({ node }) => node.name.en);
      expect([known.includes(provider), known.includes('Nobody known')]).toEqual([true, false]);
    });

    test('by nobody, finds its microscopes with their provider, and withholds whom to call', async () => {
      const { status, data, errors, extensions, headers, text } = await server.ask<Found>(question, {
        variables: { text: 'MICROSCOPE' },
      });
      expect([status, errors]).toEqual([200, undefined]);
      const ours = found(data);
      expect(ours.map(({ name }) => name.en).sort()).toEqual(names);
      expect(ours.every((each) => each.__typename === 'Equipment' && !each.provider.isChecked)).toBe(true);
      expect(new Set(ours.map(({ contact }) => new URL(contact.url).protocol))).toEqual(new Set(['https:']));
      expect(ours.filter(({ contact }) => contact.email !== null || contact.telephone !== null)).toEqual([]);
      const all = data?.resources.edges.length ?? 0;
      expect(extensions?.denied).toEqual(
        ['email', 'name', 'telephone'].map((field) => ({
          coordinate: `ResourceContact.${field}`,
          requires: 'signed in',
          count: all,
        })),
      );
      expect(headers['x-request-id']).toBeDefined();
      expect([...secrets].filter((secret) => text.includes(secret))).toEqual([]);
    });

    test('by nobody, gives no mailbox and no telephone of any record, in body or headers', async () => {
      expect(secrets.size).toBeGreaterThan(20);
      const page = `query All($after: String) { resources(first: 50, after: $after) {
        pageInfo { endCursor hasNextPage }
        edges { node { id name { zh en } description { zh en } keywords contact { name url email telephone }
          ... on Equipment { place maker model serialNumber } } }
      } }`;
      let after: string | null = null;
      let count = 0;
      do {
        const answer: { data: Page | null; text: string } = await server.ask<Page>(page, {
          variables: { after },
        });
        if (!answer.data) throw new Error(answer.text);
        const { edges, pageInfo } = answer.data.resources;
        count += edges.length;
        expect([...secrets].filter((secret) => answer.text.includes(secret))).toEqual([]);
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after);
      expect(count).toBeGreaterThan(594);
    }, 60_000);

    test('by somebody signed in, says whom to call', async () => {
      const { data, extensions } = await server.ask<Found>(question, {
        variables: { text: 'MICROSCOPE' },
        token: server.tokenOf('stranger'),
      });
      const zeiss = found(data).find(({ name }) => name.en === 'ZEISS MICROSCOPE RP');
      expect([zeiss?.contact, extensions]).toEqual([
        {
          name: null,
          url: 'https://medicine.st-andrews.ac.uk/',
          email: 'medicine@st-andrews.ac.uk',
          telephone: '441334 461851',
        },
        undefined,
      ]);
      expect(found(data).every(({ contact }) => contact.telephone !== null)).toBe(true);
    });
  });
});

interface Organizations {
  organizations: { totalCount: number; edges: { node: { name: { en: string } } }[] };
}

interface Page {
  resources: { edges: unknown[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
}

const names = cells.filter((cell) => /microscope/i.test(cell)).sort();

/** What is found of this provider; the demo region has microscopes, too. */
const found = (data: Found | null) =>
  (data?.resources.edges ?? []).map(({ node }) => node).filter((each) => each.provider.name.en === provider);
