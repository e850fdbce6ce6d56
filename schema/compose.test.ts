import { describe, expect, it } from 'vitest';
import { schemas } from '../cli/rooms.ts';
import { unannounced } from '../cli/schema.ts';
import { isPublic } from './access.ts';
import { buildSubgraph, createBuilder } from './builder.ts';
import { compareApi, compose } from './compose.ts';

const released = 'enum Kind { A } type Query { a: String b(first: Int): Kind }';

describe('comparing two versions', () => {
  it('names what stops a query', () => {
    expect(
      compareApi(released, 'enum Kind { A } type Query { b(first: Int, of: ID!): Kind }').breaking,
    ).toEqual(['Query.a was removed.', 'A required arg of on Query.b was added.']);
  });

  it('names what may surprise a client', () => {
    const { breaking, dangerous } = compareApi(released, released.replace('{ A }', '{ A B }'));
    expect([breaking, dangerous]).toEqual([[], ['B was added to enum type Kind.']]);
  });

  it('finds nothing in a field that was added', () => {
    expect(compareApi(released, released.replace('a: String', 'a: String c: Int'))).toEqual({
      breaking: [],
      dangerous: [],
    });
  });
});

describe('a change that clients meet', () => {
  const api = 'enum Kind { A B } type Query { b(first: Int): Kind }';
  const breaking = 'Query.a was removed.';
  const dangerous = 'B was added to enum type Kind.';

  it('is named until the list of changes has its sentence', () => {
    const asked = 'Add this sentence to schema/CHANGES.md, with the way out.';
    expect(unannounced(api, '', released)).toEqual([
      `breaking: ${breaking} ${asked}`,
      `dangerous: ${dangerous} ${asked}`,
    ]);
    expect(unannounced(api, `- ${breaking} Use b.`, released)).toEqual([`dangerous: ${dangerous} ${asked}`]);
    expect(unannounced(api, `- ${breaking} Use b.\n- ${dangerous}`, released)).toEqual([]);
  });

  it('is nobody’s before the first release', () => {
    expect(unannounced(api, '', null)).toEqual([]);
  });
});

describe('composing', () => {
  it('gives the same text each time, with the SDL of every subgraph', () => {
    const first = compose(schemas);
    expect(compose(schemas)).toEqual(first);
    expect(Object.keys(first.sdl)).toEqual(Object.keys(schemas));
  });

  it('keeps the second key out of what clients see', () => {
    const { api, supergraph } = compose(schemas);
    expect(api).not.toMatch(/\bref\b/);
    expect(supergraph).toMatch(/\bref: ID! @inaccessible|ref: ID!.*@inaccessible/);
  });

  it('refuses subgraphs that disagree, and says how', () => {
    const subgraph = (isText: boolean) => {
      const builder = createBuilder();
      builder.queryType({});
      builder.queryField('same', (t) => {
        const words = { access: isPublic, description: 'The same.' };
        return isText ? t.string({ ...words, resolve: () => '' }) : t.int({ ...words, resolve: () => 1 });
      });
      return buildSubgraph(builder);
    };
    expect(() => compose({ one: subgraph(true), two: subgraph(false) })).toThrow(
      /^The subgraphs do not compose:\n[^]*Query\.same/,
    );
  });
});
