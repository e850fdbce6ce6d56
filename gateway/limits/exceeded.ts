import { GraphQLError } from 'graphql';
import { type Figures, type LimitName, signedIn } from './figures.ts';

/** One figure that a request exceeds. */
export interface Exceeded {
  name: LimitName;
  actual: number;
  max: number;
}

type Words = (actual: number, max: number) => string;

/** What each excess is called: the figure, the limit, and the way out. */
const words: Record<LimitName, Words> = {
  bodyBytes: (actual, max) =>
    `The request has ${actual} bytes or more; at most ${max} are read. Send less at once.`,
  tokens: (actual, max) => `The document has ${actual} words; at most ${max} are read. Split it.`,
  directives: (actual, max) =>
    `The document has ${actual} directives; at most ${max} are read. Leave out what is not needed.`,
  nesting: (actual, max) =>
    `Brackets stand ${actual} deep in each other; at most ${max} are read. Ask for less at once.`,
  selections: (actual, max) =>
    `With its fragments written out, the document has ${actual} selections; at most ${max} are answered. ` +
    'Split it.',
  depth: (actual, max) =>
    `The operation is ${actual} fields deep, not counting \`edges\` and \`node\`; at most ${max} are ` +
    'answered. Ask for what lies deeper by its id.',
  introspectionDepth: (actual, max) =>
    `The question about the schema is ${actual} fields deep; at most ${max} are answered. Ask type by type.`,
  introspections: (actual, max) =>
    `The schema is asked for ${actual} times at the root; at most ${max} are answered. Ask once.`,
  rootFields: (actual, max) =>
    `The operation has ${actual} fields at its root; at most ${max} are answered. Split it.`,
  aliases: (actual, max) =>
    `The operation has ${actual} aliases; at most ${max} are answered. Ask for a list, or split it.`,
  repeats: (actual, max) =>
    `One field is selected ${actual} times in one place; at most ${max} are read. Select it once.`,
  pageSize: (actual, max) =>
    `A page of ${actual} rows is asked for; at most ${max} come at once. Go on with \`after\`.`,
  cost: (actual, max) =>
    `The operation may return ${actual} rows; at most ${max} are answered at once. Ask for smaller pages.`,
};

/** One error for each figure that a request exceeds. */
export class LimitsExceeded extends GraphQLError {
  readonly errors: readonly GraphQLError[];
  constructor(exceeded: readonly Exceeded[], figures: Figures, status = 400) {
    const errors = exceeded.map(
      (each) =>
        new GraphQLError(wordsOf(each, figures), { extensions: { code: 'LIMIT_EXCEEDED', limit: each } }),
    );
    super(errors[0]?.message ?? '', { extensions: { code: 'LIMIT_EXCEEDED', http: { status } } });
    this.errors = errors;
  }
}

/** Who could have more by signing in is told so. */
function wordsOf({ name, actual, max }: Exceeded, figures: Figures): string {
  const sentence = words[name](actual, max);
  const more = signedIn[name];
  return more > figures[name] ? `${sentence} Signed in, at most ${more}.` : sentence;
}
