import { execute, type GraphQLObjectType, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Database } from '../db/client.ts';
import { either, isPublic, isSignedIn, isVerifiedMember, onParent, onViewer, type Rule } from './access.ts';
import { buildSubgraph, createBuilder } from './builder.ts';
import { newContext, type Viewer } from './context.ts';
import { newId } from './ids.ts';

// No statement is sent here: rules are asked about values that resolvers make up.
const database = { read: {} } as Database;
const someone: Viewer = { actorId: newId('Person'), organizations: [], roles: [], scopes: null };

interface Row {
  id: number;
}

/** A subgraph with one guarded field under a list of three rows, and one guarded root field. */
function subgraph(rule: Rule, options: { typeRule?: Rule; resolve?: (row: Row) => string } = {}) {
  const { typeRule = isPublic, resolve = ({ id }) => `secret ${id}` } = options;
  const builder = createBuilder();
  const Thing = builder.objectRef<Row>('Thing').implement({
    description: 'A thing.',
    access: typeRule,
    fields: (t) => ({
      open: t.int({ nullable: true, access: isPublic, description: 'Open.', resolve: ({ id }) => id }),
      secret: t.string({ nullable: true, access: rule, description: 'Guarded.', resolve }),
    }),
  });
  builder.queryType({
    fields: (t) => ({
      things: t.field({
        type: [Thing],
        access: isPublic,
        description: 'Three.',
        resolve: () => [{ id: 1 }, { id: 2 }, { id: 3 }],
      }),
      hidden: t.string({ nullable: true, access: rule, description: 'Guarded.', resolve: () => 'hidden' }),
    }),
  });
  const schema = buildSubgraph(builder);
  return {
    schema,
    ask: async (query: string, viewer: Viewer | null = null) => {
      const context = newContext(database, viewer);
      const { data, errors } = await execute({ schema, document: parse(query), contextValue: context });
      const said = errors?.map(({ message, extensions }) => ({ message, code: extensions['code'] }));
      return {
        data: JSON.parse(JSON.stringify(data)) as unknown,
        errors: said,
        denied: context.denied.list(),
      };
    },
  };
}

const never = onViewer('keeper', () => false);
const isOdd = onParent<Row>('odd one', ({ id }) => id % 2 === 1);

describe('a denied root field', () => {
  it('asks nobody to sign in, in one error', async () => {
    expect(await subgraph(never).ask('{ hidden }')).toEqual({
      data: { hidden: null },
      errors: [{ message: 'Sign in first. This requires: keeper.', code: 'UNAUTHENTICATED' }],
      denied: [],
    });
  });

  it('forbids a signed-in viewer, in one error', async () => {
    expect(await subgraph(never).ask('{ hidden }', someone)).toEqual({
      data: { hidden: null },
      errors: [{ message: 'You may not do this. It requires: keeper.', code: 'FORBIDDEN' }],
      denied: [],
    });
  });
});

describe('a denied field below the root', () => {
  it('is null, and one line counts how often', async () => {
    expect(await subgraph(never).ask('{ things { open secret } }', someone)).toEqual({
      data: { things: [1, 2, 3].map((open) => ({ open, secret: null })) },
      errors: undefined,
      denied: [{ coordinate: 'Thing.secret', requires: 'keeper', count: 3 }],
    });
  });

  it('is withheld row by row where the rule asks the row', async () => {
    const { data, denied } = await subgraph(isOdd).ask('{ things { secret } }');
    expect(data).toEqual({ things: [{ secret: 'secret 1' }, { secret: null }, { secret: 'secret 3' }] });
    expect(denied).toEqual([{ coordinate: 'Thing.secret', requires: 'odd one', count: 1 }]);
  });

  it('does not run its resolver', async () => {
    let runs = 0;
    await subgraph(never, { resolve: () => String((runs += 1)) }).ask('{ things { secret } }', someone);
    expect(runs).toBe(0);
  });
});

describe('what is for verified members', () => {
  it.each<[Viewer, string | null]>([
    [{ ...someone, isVerified: true }, 'secret'],
    [{ ...someone, isVerified: false }, null],
    [someone, null],
  ])('is withheld where the gateway did not say so: %j', async (viewer, secret) => {
    const { data, denied } = await subgraph(isVerifiedMember).ask('{ things { secret } }', viewer);
    const word = secret && [1, 2, 3].map((id) => `secret ${id}`);
    expect(data).toEqual({ things: [0, 1, 2].map((at) => ({ secret: word ? word[at] : null })) });
    const line = { coordinate: 'Thing.secret', requires: 'verified member', count: 3 };
    expect(denied).toEqual(secret ? [] : [line]);
  });
});

describe('what breaks', () => {
  it('in a rule is an error, never a refusal', async () => {
    const broken = onParent('broken', () => {
      throw new Error('The table is gone.');
    });
    const { errors, denied } = await subgraph(broken).ask('{ things { secret } }', someone);
    expect([errors?.map(({ message }) => message), denied]).toEqual([
      Array(3).fill('The table is gone.'),
      [],
    ]);
  });

  it('in a rule that is one of several is an error, also when it comes first', async () => {
    const broken = onParent('broken', () => Promise.reject(new Error('The table is gone.')));
    const { errors, denied } = await subgraph(either(broken, never)).ask('{ things { secret } }', someone);
    expect([errors?.map(({ message }) => message), denied]).toEqual([
      Array(3).fill('The table is gone.'),
      [],
    ]);
  });

  it('in a guarded resolver is an error, never a refusal', async () => {
    const resolve = () => {
      throw new Error('The disk is full.');
    };
    const { errors, denied } = await subgraph(isSignedIn, { resolve }).ask('{ things { secret } }', someone);
    expect([errors?.map(({ message }) => message), denied]).toEqual([Array(3).fill('The disk is full.'), []]);
  });
});

it('is enough with either of several rules, and names them all', async () => {
  const { ask } = subgraph(either(never, isOdd));
  const { data, denied } = await ask('{ things { secret } }', someone);
  expect(data).toEqual({ things: [{ secret: 'secret 1' }, { secret: null }, { secret: 'secret 3' }] });
  expect(denied).toEqual([{ coordinate: 'Thing.secret', requires: 'keeper, or odd one', count: 1 }]);
});

it('holds every field of a type to the rule of the type as well', async () => {
  const { ask } = subgraph(isOdd, { typeRule: isSignedIn });
  const nobody = await ask('{ things { open secret } }');
  expect(nobody.data).toEqual({ things: Array(3).fill({ open: null, secret: null }) });
  expect(nobody.denied).toEqual([
    { coordinate: 'Thing.open', requires: 'signed in', count: 3 },
    { coordinate: 'Thing.secret', requires: 'signed in, and odd one', count: 3 },
  ]);
  const { data, denied } = await ask('{ things { open secret } }', someone);
  expect(data).toEqual({
    things: [
      { open: 1, secret: 'secret 1' },
      { open: 2, secret: null },
      { open: 3, secret: 'secret 3' },
    ],
  });
  expect(denied).toEqual([{ coordinate: 'Thing.secret', requires: 'signed in, and odd one', count: 1 }]);
});

it('leaves the resolvers of open fields as they were written', () => {
  const resolverOf = (rule: Rule, field: string) => {
    const type = subgraph(rule).schema.getType('Thing') as GraphQLObjectType;
    return String(type.getFields()[field]!.resolve);
  };
  expect(resolverOf(isSignedIn, 'open')).toBe(resolverOf(isPublic, 'open'));
  expect(resolverOf(isSignedIn, 'secret')).not.toBe(resolverOf(isPublic, 'secret'));
});

it('keeps two subgraphs apart whose rules have the same name, within one request', async () => {
  const yes = subgraph(onViewer('keeper', () => true)).schema;
  const no = subgraph(never).schema;
  const context = newContext(database, someone);
  for (const [schema, secret] of [
    [yes, 'secret 1'],
    [no, null],
    [yes, 'secret 1'],
  ] as const) {
    const { data } = await execute({
      schema,
      document: parse('{ things { secret } }'),
      contextValue: context,
    });
    expect((data as unknown as { things: { secret: string | null }[] }).things[0]!.secret).toBe(secret);
  }
});
