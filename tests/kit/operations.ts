import fc from 'fast-check';
import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  isUnionType,
} from 'graphql';

/** An operation as it is sent. */
export interface Operation {
  query: string;
  variables: Record<string, number | null>;
}

const levelsMax = 9;
const aliasesMax = 15;
const texts = ['microscope', '色谱', 'a', ''];
const regions = ['420500', '420000', '330100'];

/** Any read over this schema: fields, fragments, aliases, pages by literals, variables or unsaid. `ids` are
 *  of rows that exist. */
export function operations(schema: GraphQLSchema, ids: readonly string[]): fc.Arbitrary<Operation> {
  return fc
    .array(fc.nat({ max: 1_000_000 }), { minLength: 40, maxLength: 400 })
    .map((choices) => new Writer(schema, ids, choices).operation());
}

/** Writes one operation out of a row of numbers: each decides one thing. */
class Writer {
  readonly #schema: GraphQLSchema;
  readonly #ids: readonly string[];
  readonly #choices: number[];
  readonly #variables: Record<string, number | null> = {};
  readonly #fragments: string[] = [];
  #aliases = 0;

  constructor(schema: GraphQLSchema, ids: readonly string[], choices: number[]) {
    this.#schema = schema;
    this.#ids = ids;
    this.#choices = [...choices];
  }

  operation(): Operation {
    const selection = this.#selection(this.#schema.getQueryType()!, 1);
    const declared = Object.keys(this.#variables).map((name) => `$${name}: Int = 3`);
    const head = declared.length > 0 ? `query (${declared.join(', ')})` : 'query';
    return { query: [`${head} ${selection}`, ...this.#fragments].join(' '), variables: this.#variables };
  }

  /** A number below the bound; 0 once the row is used up, so that every operation ends. */
  #below(bound: number): number {
    return (this.#choices.pop() ?? 0) % bound;
  }

  #one<Item>(items: readonly Item[]): Item {
    return items[this.#below(items.length)]!;
  }

  #selection(type: GraphQLOutputType, level: number): string {
    const parts = ['__typename'];
    const fields =
      'getFields' in type ? (Object.values(type.getFields()) as GraphQLField<unknown, unknown>[]) : [];
    const chosen = new Set(Array.from({ length: 1 + this.#below(4) }, () => this.#below(fields.length || 1)));
    for (const at of chosen) {
      const field = fields[at];
      if (field && (this.#choices.length > 0 || !isCompositeType(getNamedType(field.type)))) {
        parts.push(...this.#field(field, level));
      }
    }
    const kinds = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [];
    if (kinds.length > 0 && (isUnionType(type) || this.#below(2) === 0) && this.#choices.length > 0) {
      const kind = this.#one(kinds);
      parts.push(this.#fragment(kind.name, this.#aliasedSelection(kind, level)));
    }
    return `{ ${parts.join(' ')} }`;
  }

  /** One field under a name of its own: the same name can mean two types in two kinds. */
  #aliasedSelection(type: GraphQLOutputType, level: number): string {
    if (this.#aliases >= aliasesMax || !('getFields' in type)) return '{ __typename }';
    const fields = Object.values(type.getFields()) as GraphQLField<unknown, unknown>[];
    const field = this.#one(fields);
    return `{ ${this.#alias(field, level)} }`;
  }

  #fragment(type: string, selection: string): string {
    if (this.#below(2) === 0) return `... on ${type} ${selection}`;
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${type} ${selection}`);
    return `...${name}`;
  }

  #field(field: GraphQLField<unknown, unknown>, level: number): string[] {
    const plain = this.#write(field, level);
    const isTwice = this.#aliases < aliasesMax && this.#below(8) === 0;
    return plain ? [plain, ...(isTwice ? [this.#alias(field, level)] : [])] : [];
  }

  #alias(field: GraphQLField<unknown, unknown>, level: number): string {
    this.#aliases += 1;
    const name = `a${this.#aliases}`;
    const written = this.#write(field, level);
    return written ? `${name}: ${written}` : '__typename';
  }

  /** Null where the field would lie too deep. */
  #write(field: GraphQLField<unknown, unknown>, level: number): string | null {
    const type = getNamedType(field.type);
    const next = level + (['edges', 'node'].includes(field.name) && level > 1 ? 0 : 1);
    if (isCompositeType(type) && (next > levelsMax || this.#choices.length === 0)) return null;
    const args = field.args.flatMap(({ name, type: given }) => {
      const value = this.#argument(name, given);
      return value === null ? [] : [`${name}: ${value}`];
    });
    const inside = isCompositeType(type) ? this.#selection(type, next) : '';
    return `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''} ${inside}`;
  }

  /** Null for an argument left out. */
  #argument(name: string, type: GraphQLInputType): string | null {
    if (name === 'last' || name === 'after' || name === 'before') return null;
    if (name === 'first') return this.#pageSize();
    return isNonNullType(type) || this.#below(3) === 0 ? this.#value(type) : null;
  }

  #pageSize(): string | null {
    const way = this.#below(6);
    if (way === 0) return null;
    const size = this.#one([0, 1, 1, 2, 2, 3, 4, 7]);
    if (way > 2) return String(size);
    const variable = `v${Object.keys(this.#variables).length}`;
    this.#variables[variable] = way === 1 ? size : null;
    return `$${variable}`;
  }

  #value(type: GraphQLInputType): string {
    if (isNonNullType(type)) return this.#value(type.ofType);
    if (isListType(type)) {
      return `[${Array.from({ length: this.#below(4) }, () => this.#value(type.ofType)).join(', ')}]`;
    }
    if (isEnumType(type)) return this.#one(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (field) => isNonNullType(field.type) || this.#below(3) === 0,
      );
      return `{ ${fields.map((field) => `${field.name}: ${this.#value(field.type)}`).join(', ')} }`;
    }
    if (!isScalarType(type)) throw new Error(`No value is known for ${String(type)}.`);
    if (type.name === 'ID') return JSON.stringify(this.#one(this.#ids));
    if (type.name === 'RegionCode') return JSON.stringify(this.#one(regions));
    if (type.name === 'IndustryCode') return JSON.stringify(this.#one(['C27', 'C2720', 'M']));
    if (type.name === 'Boolean') return String(this.#below(2) === 0);
    if (type.name === 'Int') return String(this.#below(3));
    return JSON.stringify(this.#one(texts));
  }
}
