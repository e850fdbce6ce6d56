import type { GraphQLField, GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { schemas } from '../../cli/rooms.ts';
import { isPublic, isSignedIn, nameOf, type Rule } from '../../schema/access.ts';
import type { Context } from '../../schema/context.ts';
import { objectTypes } from '../../schema/guard.ts';
import type { Mutant } from './mutant.ts';

/** A rule of the shield from inside: what it is asked by, and what it is made of. */
interface Inside {
  resolve: (parent: unknown, args: unknown, context: Context, info: GraphQLResolveInfo) => unknown;
  rules?: Inside[];
}

/** For each guarded field of the built schemas: its rule open to everybody; each of its parts open to
 *  everybody where all parts must hold; each part open to whoever is signed in, and shut. */
export function ruleMutants(): Mutant[] {
  const mutants: Mutant[] = [];
  for (const schema of Object.values(schemas))
    for (const type of objectTypes(schema))
      for (const field of Object.values(type.getFields()) as GraphQLField<unknown, Context>[])
        mutants.push(...ofField(type, field));
  const known = new Set<string>();
  // A type that several subgraphs share has the same fields in each.
  return mutants.filter(({ name }) => !known.has(name) && known.add(name));
}

function ofField(type: GraphQLObjectType, field: GraphQLField<unknown, Context>): Mutant[] {
  const own = field.extensions['access'] as Rule | undefined;
  const typed = type.extensions['access'] as Rule | undefined;
  const isKey = ['id', 'ref'].includes(field.name);
  const all = [isKey ? undefined : typed, own].filter(
    (rule): rule is Rule => rule !== undefined && rule !== isPublic,
  );
  const locks = [...new Set(all)];
  if (locks.length === 0 || field.name === 'ref') return [];
  const coordinate = `${type.name}.${field.name}`;
  const becomes = (what: string, rules: Rule[], answer: (context: Context) => boolean): Mutant => ({
    name: `${coordinate}: ${what}`,
    coordinates: [coordinate],
    apply: () => patch(rules as unknown as Inside[], coordinate, answer),
  });
  const mutants = [becomes('everybody', locks, () => true)];
  if (locks.length > 1)
    for (const lock of locks) mutants.push(becomes(`without "${nameOf(lock)}"`, [lock], () => true));
  for (const part of locks.flatMap(partsOf)) {
    const name = nameOf(part);
    if (part !== isSignedIn)
      mutants.push(becomes(`"${name}" becomes "signed in"`, [part], ({ viewer }) => viewer !== null));
    mutants.push(becomes(`"${name}" becomes "nobody"`, [part], () => false));
  }
  return mutants;
}

/** The single rules of which it is made. */
function partsOf(rule: Rule): Rule[] {
  const { rules } = rule as unknown as Inside;
  return rules ? rules.flatMap((each) => partsOf(each as unknown as Rule)) : [rule];
}

/** Has the rules answer so on this one field; returns what undoes it. */
function patch(rules: Inside[], coordinate: string, answer: (context: Context) => boolean): () => void {
  const undo = rules.map((rule) => {
    const { resolve } = rule;
    rule.resolve = function (this: Inside, ...asked: Parameters<Inside['resolve']>) {
      const [, , context, info] = asked;
      const isMeant = `${info.parentType.name}.${info.fieldName}` === coordinate;
      return isMeant ? Promise.resolve(answer(context)) : resolve.apply(rule, asked);
    };
    return () => void (rule.resolve = resolve);
  });
  return () => undo.forEach((each) => each());
}
