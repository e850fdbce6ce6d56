import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLField,
  isListType,
  getNullableType,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { sizeDefault } from '../../schema/page.ts';

export type Variables = Readonly<Record<string, unknown>>;
/** A number that is known once the variables are: a page size, or what a list may cost. */
export type Figure = (variables: Variables) => number;

/** What a list whose description states no bound is taken for. */
export const boundUnstated = 10;

const words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** How many rows one page of this connection may have. */
export function pageSizeOf({ arguments: given = [] }: FieldNode): Figure {
  const [first, last] = ['first', 'last'].map((name) => given.find((each) => each.name.value === name));
  return (variables) => {
    const sizes = [first, last].flatMap((each) => numberOf(each, variables) ?? []);
    // Both at once are refused by the store; until then the larger one counts.
    return sizes.length > 0 ? Math.max(0, ...sizes) : sizeDefault;
  };
}

/** How many rows a plain list may have: as many as ids were given, or the bound that its description
 *  states. */
export function listSizeOf(field: FieldNode, defined: GraphQLField<unknown, unknown>): Figure {
  const ids = defined.args.find(({ name, type }) => name === 'ids' && isListType(getNullableType(type)));
  const given = ids && field.arguments?.find((each) => each.name.value === ids.name);
  if (given) return (variables) => lengthOf(valueOf(given.value, variables));
  const bound = statedBound(defined.description);
  return () => bound;
}

/** A list of so many rows, each with the lists in it. */
export const listCost =
  (size: Figure, inner: readonly Figure[]): Figure =>
  (variables) =>
    size(variables) * (1 + sum(inner, variables));

/** A page is read whether or not its rows are asked for: it costs its size, or more with what is in it. */
export const pageCost =
  (size: Figure, inner: readonly Figure[]): Figure =>
  (variables) =>
    Math.max(size(variables), sum(inner, variables));

/** The figures added up; never more than a number can hold exactly. */
export function sum(figures: readonly Figure[], variables: Variables): number {
  const total = figures.reduce((before, figure) => before + figure(variables), 0);
  return Math.min(total, Number.MAX_SAFE_INTEGER);
}

/** What the operation's variables are where a request does not say. */
export function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
}

/** The bound in "at most 40." or "at most two;", or the one taken where none is stated. */
export function statedBound(description: string | null | undefined): number {
  const [, said = ''] = /\bat most ([\d,]+|[a-z]+)(?=[.,;]|$)/.exec(description ?? '') ?? [];
  const inWords = words.indexOf(said) + 1;
  return inWords || Number.parseInt(said.replaceAll(',', ''), 10) || boundUnstated;
}

function numberOf(given: ArgumentNode | undefined, variables: Variables): number | null {
  const value = given && valueOf(given.value, variables);
  return typeof value === 'number' ? value : null;
}

const lengthOf = (value: unknown) => (Array.isArray(value) ? value.length : 1);

/** A variable's value or a literal's; only a variable's own name is looked up, whatever it is called. */
function valueOf(node: ValueNode, variables: Variables): unknown {
  if (node.kind !== Kind.VARIABLE) return valueFromASTUntyped(node, variables);
  return Object.hasOwn(variables, node.name.value) ? variables[node.name.value] : undefined;
}
