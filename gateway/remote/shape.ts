import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNullableType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

type Data = Record<string, unknown>;

/** What was asked under one name: of which type, as far as the client's schema knows the field, and what of
 *  it. */
interface Asked {
  responseName: string;
  field: string;
  type: GraphQLOutputType | null;
  selections: Selections;
}

/** What is selected of an object: one set for each place of the document that names it. */
type Selections = readonly { set: SelectionSetNode; parent: GraphQLNamedType | null }[];

/** Keeps of an answer what its document asked for, in the form that the schema promises. What has another
 *  form becomes null and is named in `faults`; what nobody asked for is dropped. The stock executor trusts
 *  answers: a text where a list should be would cost the whole request. */
export function shapeAnswer(
  data: Data,
  document: DocumentNode,
  schema: GraphQLSchema,
): { data: Data; faults: string[] } {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let selections: Selections = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION)
      selections = [
        { set: definition.selectionSet, parent: schema.getRootType(definition.operation) ?? null },
      ];
  }
  const faults: string[] = [];
  const collected = new WeakMap<Selections, Map<string, Asked[]>>();
  return { data: shapeObject(data, selections, []) as Data, faults };

  function shapeObject(value: Data, of: Selections, path: readonly string[]): Data | null {
    const said = ownOf(value, '__typename');
    if (said !== undefined && typeof said !== 'string') return fault(path, '__typename');
    const shaped = Object.create(null) as Data;
    for (const asked of fieldsOf(of, said ?? '')) {
      const found = ownOf(value, asked.responseName);
      // Absent is not wrong: `@skip` and `@include` leave fields out.
      if (found !== undefined) shaped[asked.responseName] = shape(found, asked.type, asked, path);
    }
    return shaped;
  }

  /** Nullable here is whatever is so in one of the subgraphs; none may give null for what all promise. */
  function shape(
    value: unknown,
    promised: GraphQLOutputType | null,
    asked: Asked,
    above: readonly string[],
  ): unknown {
    const path = [...above, asked.responseName];
    if (value === null) return isNonNullType(promised) ? fault(path, 'a value') : null;
    const type = promised && getNullableType(promised);
    if (type ? isListType(type) : asked.selections.length > 0 && Array.isArray(value)) {
      if (!Array.isArray(value)) return fault(path, 'a list');
      return value.map((item) => shape(item, isListType(type) ? type.ofType : null, asked, above));
    }
    if (asked.selections.length > 0) {
      const isObject = typeof value === 'object' && !Array.isArray(value);
      return isObject ? shapeObject(value as Data, asked.selections, path) : fault(path, 'an object');
    }
    return isLeaf(value, asked.field === '__typename' ? 'String' : type) ? value : fault(path, 'its type');
  }

  function fault(path: readonly string[], expected: string): null {
    faults.push(`${path.join('.')} is not ${expected}`);
    return null;
  }

  function fieldsOf(of: Selections, typename: string): Asked[] {
    const known = collected.get(of) ?? new Map<string, Asked[]>();
    collected.set(of, known);
    const asked = known.get(typename) ?? [...collect(of, typename).values()];
    known.set(typename, asked);
    return asked;
  }

  function collect(of: Selections, typename: string, into = new Map<string, Asked>()): Map<string, Asked> {
    for (const { set, parent } of of) {
      for (const node of set.selections) {
        if (node.kind === Kind.FIELD) add(node, parent, into);
        else {
          const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
          const name = fragment?.typeCondition?.name.value;
          const narrowed = name === undefined ? parent : (schema.getType(name) ?? null);
          if (fragment && applies(narrowed, typename)) {
            collect([{ set: fragment.selectionSet, parent: narrowed }], typename, into);
          }
        }
      }
    }
    return into;
  }

  function add(node: FieldNode, parent: GraphQLNamedType | null, into: Map<string, Asked>): void {
    const responseName = node.alias?.value ?? node.name.value;
    const hasFields = isObjectType(parent) || isInterfaceType(parent);
    const type = (hasFields && parent.getFields()[node.name.value]?.type) || null;
    const inner = type && namedTypeOf(type);
    const selections = node.selectionSet ? [{ set: node.selectionSet, parent: inner }] : [];
    const known = into.get(responseName);
    into.set(responseName, {
      responseName,
      field: node.name.value,
      type: known?.type ?? type,
      selections: [...(known?.selections ?? []), ...selections],
    });
  }

  /** An answer that does not say its type may be of any. */
  function applies(condition: GraphQLNamedType | null, typename: string): boolean {
    const type = schema.getType(typename);
    if (!condition || !isObjectType(type) || condition === type) return true;
    return isAbstractType(condition) && schema.isSubType(condition, type);
  }
}

function namedTypeOf(type: GraphQLOutputType): GraphQLNamedType {
  const nullable = getNullableType(type);
  return isListType(nullable) ? namedTypeOf(nullable.ofType) : nullable;
}

const builtIn: Record<string, (value: unknown) => boolean> = {
  Int: Number.isInteger,
  Float: Number.isFinite,
  Boolean: (value) => typeof value === 'boolean',
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string',
};

/** Values of our own scalars are texts, numbers or booleans; none is an object. */
function isLeaf(value: unknown, type: GraphQLOutputType | 'String' | null): boolean {
  if (type === null) return typeof value !== 'object';
  if (type === 'String') return typeof value === 'string';
  if (isEnumType(type)) return typeof value === 'string' && type.getValue(value) !== undefined;
  if (isCompositeType(type)) return false;
  return (builtIn[String(type)] ?? ((each) => typeof each !== 'object'))(value);
}

const ownOf = (value: Data, name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);
