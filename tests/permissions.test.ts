import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { afterAll, describe, expect, it } from 'vitest';
import { schemas } from '../cli/rooms.ts';
import { isPublic, isSignedIn, type Rule, ruleOf } from '../schema/access.ts';
import { buildSubgraph, createBuilder, foreign, keyFields, ownerDecides } from '../schema/builder.ts';

const machine = /^(_|link__)/;
const ofFederation = new Set(['Query._service', 'Query._entities']);
const named = (schema: GraphQLSchema) =>
  Object.values(schema.getTypeMap()).filter(({ name }) => !machine.test(name));
const fieldsOf = (schema: GraphQLSchema) =>
  named(schema)
    .filter((type): type is GraphQLObjectType => isObjectType(type))
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
    .filter(({ type, field }) => !ofFederation.has(`${type.name}.${field.name}`));
const coordinate = ({ type, field }: { type: GraphQLObjectType; field: GraphQLField<unknown, never> }) =>
  `${type.name}.${field.name}`;
const accessOf = (thing: { extensions: object }) => (thing.extensions as { access?: Rule }).access;

let counted = 0;
afterAll(() =>
  console.log(`permissions: ${counted} of ${counted} fields have a rule, 0 rules on interfaces`),
);

describe.each(Object.entries(schemas))('in %s', (_name, schema) => {
  it('every field has a rule', () => {
    const fields = fieldsOf(schema);
    expect(fields.filter(({ field }) => !accessOf(field)).map(coordinate)).toEqual([]);
    counted += fields.length;
  });

  it('no interface has a rule', () => {
    const rules = named(schema)
      .filter(isInterfaceType)
      .flatMap((type) => Object.values(type.getFields()))
      .filter((field) => accessOf(field) !== isPublic);
    expect(rules).toEqual([]);
  });

  it('every guarded field can be null and says in its description what it requires', () => {
    const guarded = fieldsOf(schema).filter(({ field }) => accessOf(field) !== isPublic);
    const wrong = guarded.filter(
      ({ field }) =>
        isNonNullType(field.type) ||
        !field.description?.endsWith(` Requires: ${accessOf(field)?.name ?? 'nobody'}.`),
    );
    expect(wrong.map(coordinate)).toEqual([]);
  });

  it('every reference into another subgraph can be null, in lists too', () => {
    const isForeign = (field: GraphQLField<unknown, unknown>) =>
      getNamedType(field.type).extensions['foreign'] === true;
    const isPromised = (type: GraphQLField<unknown, unknown>['type']): boolean => {
      const inner = isNonNullType(type) ? type.ofType : type;
      return isListType(inner) ? isPromised(inner.ofType as typeof type) : isNonNullType(type);
    };
    const wrong = fieldsOf(schema).filter(({ field }) => isForeign(field) && isPromised(field.type));
    expect(wrong.map(coordinate)).toEqual([]);
  });

  it('every type, field, argument, input field and enum value is described', () => {
    const isRoot = (name: string) => ['Query', 'Mutation', 'Subscription'].includes(name);
    const silent = named(schema).flatMap((type) => {
      const parts: { name: string; description?: string | null }[] = isRoot(type.name) ? [] : [type];
      if (isObjectType(type) || isInterfaceType(type))
        for (const field of Object.values(type.getFields()))
          if (!ofFederation.has(`${type.name}.${field.name}`)) parts.push(field, ...field.args);
      if (isInputObjectType(type)) parts.push(...Object.values(type.getFields()));
      if (isEnumType(type)) parts.push(...type.getValues());
      return parts.filter(({ description }) => !description).map(({ name }) => `${type.name}: ${name}`);
    });
    expect(silent.filter((each) => !/^(String|Int|Float|Boolean|ID): /.test(each))).toEqual([]);
  });

  it('two rules never share a name', () => {
    const rules = new Map<string, Set<Rule>>();
    for (const { field } of fieldsOf(schema)) {
      const rule = accessOf(field)!;
      const name = rule.name ?? '';
      rules.set(name, (rules.get(name) ?? new Set()).add(rule));
    }
    expect([...rules].filter(([, set]) => set.size > 1).map(([name]) => name)).toEqual([]);
  });

  it('the rule a field is held to is its own, or its own and that of its type', () => {
    for (const { type, field } of fieldsOf(schema)) expect(ruleOf(type, field as never)).not.toBeNull();
  });
});

describe('a schema does not build', () => {
  type Thing = { id: string };
  const build = (write: (builder: ReturnType<typeof createBuilder>) => void) => () => {
    const builder = createBuilder();
    write(builder);
    builder.queryType({});
    builder.queryField('ok', (t) =>
      t.boolean({ access: isPublic, description: 'Whether it stands.', resolve: () => true }),
    );
    return buildSubgraph(builder);
  };

  it('when a field has no rule', () => {
    const write = build((builder) =>
      builder.objectRef<Thing>('Thing').implement({
        description: 'A thing.',
        access: isPublic,
        // @ts-expect-error Forgetting `access` is a type error too.
        fields: (t) => ({ id: t.string({ description: 'Its id.', resolve: ({ id }) => id }) }),
      }),
    );
    expect(write).toThrow('Thing.id has no access rule.');
  });

  it('when a type has no second lock, which is a type error', () => {
    const builder = createBuilder();
    // @ts-expect-error `access` is required on object types.
    expect(() => builder.objectRef<Thing>('Thing').implement({ description: 'A thing.' })).not.toThrow();
  });

  it('when a guarded field promises a value', () => {
    const write = build((builder) =>
      builder.objectRef<Thing>('Thing').implement({
        description: 'A thing.',
        access: isPublic,
        fields: (t) => ({ id: t.exposeString('id', { access: isSignedIn, description: 'Its id.' }) }),
      }),
    );
    expect(write).toThrow('Thing.id is guarded and must be nullable, or one refusal blanks its parent.');
  });

  it('when the rule of a type falls on a field that promises a value; its keys stay open', () => {
    const write = build((builder) =>
      builder.objectRef<Thing>('Thing').implement({
        description: 'A thing.',
        access: isSignedIn,
        fields: (t) => ({
          ...keyFields(t),
          name: t.string({ access: isPublic, description: 'Its name.', resolve: ({ id }) => id }),
        }),
      }),
    );
    expect(write).toThrow(
      /^This schema does not build:\nThing\.name is guarded and must be nullable, [^\n]*$/,
    );
  });

  it('when an interface has a rule', () => {
    const write = build((builder) =>
      builder.interfaceRef<Thing>('Kind').implement({
        description: 'A kind.',
        fields: (t) => ({
          id: t.exposeString('id', { nullable: true, access: isSignedIn, description: 'Its id.' }),
        }),
      }),
    );
    expect(write).toThrow('Kind.id is on an interface: a rule there is void. Write it on the kinds.');
  });

  it.each([
    ['alone', false],
    ['in a list', true],
  ])('when a reference into another subgraph %s promises a value', (_where, isList) => {
    const write = build((builder) => {
      const Actor = foreign(builder, 'Actor', { description: 'Takes part.', isInterface: true });
      builder.queryField('who', (t) =>
        isList
          ? t.field({ type: [Actor], access: isPublic, description: 'Who.', resolve: () => [] })
          : t.field({ type: Actor, access: isPublic, description: 'Who.', resolve: () => ({ ref: 'x' }) }),
      );
    });
    expect(write).toThrow('Query.who refers into another subgraph and must be nullable, list items too.');
  });

  it('when a field is added to a type with hidden rows without asking its owner', () => {
    const write = build((builder) => {
      const options = { description: 'Shared.', isInterface: false, hasHiddenRows: true } as const;
      const Resource = foreign(builder, 'Resource', options);
      const field = { access: isPublic, description: 'How large.', resolve: () => 1 };
      builder.objectField(Resource, 'width', (t) => t.int({ ...field, directives: ownerDecides }));
      builder.objectField(Resource, 'size', (t) => t.int(field));
    });
    expect(write).toThrow(
      'Resource.size is on a type with hidden rows and must say `directives: ownerDecides`.',
    );
  });

  it('when anything lacks words: each is named', () => {
    const write = build((builder) => {
      const Size = builder.enumType('Size', { values: { BIG: {} } });
      const Wish = builder.inputType('Wish', { fields: (t) => ({ size: t.field({ type: Size }) }) });
      builder.queryField('mute', (t) =>
        t.boolean({ access: isPublic, args: { wish: t.arg({ type: Wish }) }, resolve: () => true }),
      );
    });
    for (const name of ['Size', 'Size.BIG', 'Wish', 'Wish.size', 'Query.mute', 'Query.mute(wish:)'])
      expect(write).toThrow(`${name} has no description.`);
  });
});
