import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLSchema,
  isCompositeType,
  isListType,
  Kind,
  Lexer,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  Source,
  TokenKind,
} from 'graphql';
import {
  defaultsOf,
  type Figure,
  listCost,
  listSizeOf,
  pageCost,
  pageSizeOf,
  type Variables,
} from './cost.ts';
import { type LimitName, signedIn } from './figures.ts';

/** What is known of a document before anybody's figures or variables: the same for every caller. */
export interface Measure {
  /** What needs no variables, each as large as in the largest part of the document. */
  structure: Partial<Record<LimitName, number>>;
  /** By name, '' for the one without. Empty when the document is not read to its end. */
  operations: ReadonlyMap<string, OperationMeasure>;
}

/** What an operation may cost, once its variables are known. */
export interface OperationMeasure {
  /** The lists at its root, with all that is in them. */
  lists: Figure[];
  pages: Figure[];
  defaults: Variables;
  /** Response names at the root under which the schema itself answers; those cost nothing. */
  introspected: string[];
}

/** Counting stops here: nobody may send so many. */
const tokensCounted = 10 * signedIn.tokens;
const uncounted = new Set(['edges', 'node']);
const introspection = new Set(['__schema', '__type']);

/** Measures a document. One that cannot be read is measured as far as it goes: the parser says what is
 *  wrong. Takes time in proportion to the text, whatever the fragments in it multiply to. */
export function measure(text: string, schema: GraphQLSchema): Measure {
  const written = measureText(text);
  const operations = new Map<string, OperationMeasure>();
  const nothingMore = { structure: written, operations };
  // Beyond these the parser could be kept busy, or its stack be exhausted, by what is refused anyway.
  if (written.tokens > signedIn.tokens || written.nesting > signedIn.nesting) return nothingMore;
  const document = parsed(text);
  if (!document) return nothingMore;
  const selections = countSelections(document);
  const structure: Measure['structure'] = { ...written, selections };
  // Circular fragments have no end to be walked to; validation refuses them.
  if (Number.isNaN(selections)) return { structure: written, operations };
  if (selections > signedIn.selections) return { structure, operations };
  for (const operation of document.definitions) {
    if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
    const walk = new Walk(document, schema, operation);
    operations.set(operation.name?.value ?? '', walk.measure);
    for (const [name, value] of Object.entries(walk.counts) as [LimitName, number][]) {
      structure[name] = Math.max(structure[name] ?? 0, value);
    }
  }
  return { structure, operations };
}

/** Counts words and brackets with the lexer alone: nothing is built of them. */
function measureText(text: string) {
  const counts = { tokens: 0, directives: 0, nesting: 0 };
  const lexer = new Lexer(new Source(text));
  let open = 0;
  try {
    while (counts.tokens < tokensCounted) {
      const { kind } = lexer.advance();
      if (kind === TokenKind.EOF) break;
      counts.tokens += 1;
      if (kind === TokenKind.AT) counts.directives += 1;
      if (opening.has(kind)) counts.nesting = Math.max(counts.nesting, (open += 1));
      if (closing.has(kind)) open -= 1;
    }
  } catch {
    // Not a word of the language: as far as here it was counted, and the parser says where.
  }
  return counts;
}
const opening = new Set<string>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing = new Set<string>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

function parsed(text: string): DocumentNode | null {
  try {
    return parse(text, { noLocation: true });
  } catch {
    return null;
  }
}

const fragmentsOf = (document: DocumentNode) =>
  new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );

/** How much the largest definition selects with its fragments written out; each fragment is counted once.
 *  NaN when fragments spread each other in a circle. */
function countSelections(document: DocumentNode): number {
  const fragments = fragmentsOf(document);
  const known = new Map<FragmentDefinitionNode, number>();
  const ofFragment = (fragment: FragmentDefinitionNode): number => {
    const before = known.get(fragment);
    if (before !== undefined) return before;
    known.set(fragment, Number.NaN);
    const count = ofSet(fragment.selectionSet);
    known.set(fragment, count);
    return count;
  };
  const ofSelection = (selection: SelectionNode): number => {
    if (selection.kind !== Kind.FRAGMENT_SPREAD) return 1 + ofSet(selection.selectionSet);
    const fragment = fragments.get(selection.name.value);
    return 1 + (fragment ? ofFragment(fragment) : 0);
  };
  const ofSet = (set: SelectionSetNode | undefined): number =>
    set?.selections.reduce((sum, selection) => sum + ofSelection(selection), 0) ?? 0;
  const counts = document.definitions.map((each) => {
    if (each.kind === Kind.OPERATION_DEFINITION) return ofSet(each.selectionSet);
    return each.kind === Kind.FRAGMENT_DEFINITION ? ofFragment(each) : 0;
  });
  return Math.min(Math.max(0, ...counts), Number.MAX_SAFE_INTEGER);
}

/** Where in an operation a selection stands. */
interface Place {
  type: unknown;
  depth: number;
  isRoot: boolean;
  /** The page size of the connection whose `edges` are next. */
  page: Figure | null;
  /** What else is selected in the same place of the answer. */
  beside: Names;
}

/** Names in one place of the answer: how often each is selected there, and what stands in it. */
type Names = Map<string, { count: number; inside: Names }>;

/** One operation with its fragments written out: bounded, because its selections were counted before. */
class Walk {
  readonly counts = {
    depth: 0,
    introspectionDepth: 0,
    introspections: 0,
    rootFields: 0,
    aliases: 0,
    repeats: 0,
  };
  readonly measure: OperationMeasure;
  readonly #fragments: Map<string, FragmentDefinitionNode>;
  readonly #schema: GraphQLSchema;

  constructor(document: DocumentNode, schema: GraphQLSchema, operation: OperationDefinitionNode) {
    this.#fragments = fragmentsOf(document);
    this.#schema = schema;
    this.measure = { lists: [], pages: [], defaults: defaultsOf(operation), introspected: [] };
    const type = schema.getRootType(operation.operation);
    const place = { type, depth: 0, isRoot: true, page: null, beside: new Map() };
    this.measure.lists = this.#set(operation.selectionSet, place);
  }

  /** The lists in it. */
  #set(set: SelectionSetNode | undefined, place: Place): Figure[] {
    return set?.selections.flatMap((selection) => this.#selection(selection, place)) ?? [];
  }

  #selection(selection: SelectionNode, place: Place): Figure[] {
    if (selection.kind === Kind.FIELD) return this.#field(selection, place);
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
    const condition = fragment?.typeCondition?.name.value;
    const type = condition === undefined ? place.type : this.#schema.getType(condition);
    return this.#set(fragment?.selectionSet, { ...place, type });
  }

  #field(field: FieldNode, place: Place): Figure[] {
    const { counts, measure: known } = this;
    const name = field.name.value;
    if (field.alias) counts.aliases += 1;
    if (place.isRoot) counts.rootFields += 1;
    const beside = this.#beside(field, place);
    if (place.isRoot && introspection.has(name)) {
      counts.introspections += 1;
      known.introspected.push(field.alias?.value ?? name);
      this.#introspection(field.selectionSet, 1, beside);
      return [];
    }
    const depth = place.depth + (!place.isRoot && uncounted.has(name) ? 0 : 1);
    counts.depth = Math.max(counts.depth, depth);
    const defined = isCompositeType(place.type) && 'getFields' in place.type && place.type.getFields()[name];
    const type = defined ? getNamedType(defined.type) : null;
    const inside = (page: Figure | null) =>
      this.#set(field.selectionSet, { type, depth, isRoot: false, page, beside });
    if (!defined || !isCompositeType(type)) return inside(null);
    if (defined.args.some((each) => each.name === 'first')) {
      const size = pageSizeOf(field);
      known.pages.push(size);
      return [pageCost(size, inside(size))];
    }
    if (!isListType(getNullableType(defined.type))) return inside(null);
    const size = name === 'edges' && place.page ? place.page : listSizeOf(field, defined);
    return [listCost(size, inside(null))];
  }

  /** Validation compares all that is selected in one place in pairs: few may share a name. */
  #beside({ alias, name }: FieldNode, { beside }: Pick<Place, 'beside'>): Names {
    const key = alias?.value ?? name.value;
    const inside: Names = new Map();
    const known = beside.get(key) ?? { count: 0, inside };
    beside.set(key, known);
    known.count += 1;
    this.counts.repeats = Math.max(this.counts.repeats, known.count);
    return known.inside;
  }

  /** Questions about the schema have a depth of their own, and cost nothing. */
  #introspection(set: SelectionSetNode | undefined, depth: number, beside: Names): void {
    const { counts } = this;
    counts.introspectionDepth = Math.max(counts.introspectionDepth, depth);
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        if (selection.alias) counts.aliases += 1;
        const inside = this.#beside(selection, { beside });
        this.#introspection(selection.selectionSet, depth + 1, inside);
      } else {
        const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
        const fragment = isSpread ? this.#fragments.get(selection.name.value) : selection;
        this.#introspection(fragment?.selectionSet, depth, beside);
      }
    }
  }
}
