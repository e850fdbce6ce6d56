import type { Context, Viewer } from '../../schema/context.ts';
import type { Base } from './base/base.ts';

/**
 * Where the matrix meets a noun. To add one, write `places/<noun>.ts` and name it in `places.ts`:
 *
 *     export const thing = place({
 *       // Rows of your own, through your store; in one transaction with all others. What more than one noun
 *       // refers to (organisations, people, platforms, resources, projects) is in `base` already.
 *       write: async (context, base) => ({ id: (await createThing(context, base.person.member)).id }),
 *       // Where its types are met: everything here is text that will be asked. `%` is where fields go.
 *       meet: ({ id }, base) => ({
 *         anchors: { Thing: [{ entity: 'Thing', id, inside: '%' }] },
 *         routes: { Thing: [{ name: 'root', query: `{ thing(id: "${id}") { % } }` }] },
 *         deeds: [...],
 *       }),
 *     });
 *
 * Then write the policy: one row in `tests/policy.csv` for every field of your types, for `Mutation` and for
 * `Query`. The test names what is missing. Put a value that stands nowhere else into every guarded field and
 * list it under `markers`: the matrix searches every answer for it.
 */
export interface Place<Ids> {
  /** Values of guarded fields by coordinate, each a string that stands nowhere else in the world. */
  markers?: Record<string, string[]>;
  /** Writes this place's rows and returns what `meet` needs of them. */
  write: (context: Context, base: Base) => Promise<Ids>;
  meet: (ids: Ids, base: Base) => Meeting;
}

/** What there is to ask of a place. */
export interface Meeting {
  /** Every object type of the place (refusals apart: deeds meet them), with where it is met. */
  anchors?: Record<string, Anchor[]>;
  /** The ways to an entity beyond `node`, `nodes` and `_entities`, which the matrix knows by itself. A
   *  function where the same kind of entity is anchored by several ids and the ways differ. */
  routes?: Record<string, Route[] | ((id: string) => Route[])>;
  /** What must be written after a field's name: its arguments, by coordinate, such as `(first: 1)`. */
  arguments?: Record<string, string>;
  /** Mutations, and refusals met through them. Every mutation of the policy needs one, every refusal too. */
  deeds?: Deed[];
  /** Rows that exist for some and not for others, by the name they have in the policy's `row` lines. */
  rows?: Hidden[];
  /** Lists in which such rows would stand, with what always stands in them. */
  lists?: List[];
}

/** Where objects of a type are met: from an entity along a path of selections, such as `contact { % }`. Where
 *  there are several, each field must be there in one of them. */
export interface Anchor {
  /** An object type with routes; `Query` where the path begins at the root, as `viewer { % }` does. */
  entity: string;
  /** Empty for `Query`. */
  id: string;
  /** With `%` where the fields of the type go; each name on the way is a key of the answer. */
  inside: string;
  /** A guarded field on the way: where it is denied, nothing of the type can be met and it says so. */
  gate?: string;
  /** Whether it stands in a row that does not exist for those the policy denies its fields: then they are
   *  null or met nowhere, and no line says so. */
  isHidden?: true;
  /** The fields met here, where it is not all of them; the others must be met somewhere else. */
  only?: string[];
}

/** One way to an entity: a query with `%` where the entity's selection goes. */
export interface Route {
  name: string;
  query: string;
}

/** One mutation. Asked by every identity: those the policy allows get `succeedsAs`; everybody else gets one
 *  error at the top (or `unknownAs`), and no table has changed. */
export interface Deed {
  /** `Mutation.thingMake`, or the name of the refusal type that is met: then all its fields are. */
  meets: string;
  /** Writes what is acted on, anew for each who asks: what was done once often cannot be done twice. The
   *  context is nobody's; `viewer` is whoever will ask. */
  prepare?: (context: Context, viewer: Viewer | null) => Promise<string>;
  /** Takes away what would be in the way of those who ask later. */
  undo?: (context: Context, viewer: Viewer | null) => Promise<void>;
  /** The mutation with its input, without its selection; `prepared` is what `prepare` returned. */
  query: (prepared: string) => string;
  /** The `__typename` of the answer to those who are allowed; for a refusal it is the refusal. */
  succeedsAs?: string;
  /** Where `viewerMay` of what it is done to is asked, for a row that `node` does not know: a query with
   *  `%`. */
  mayAt?: (prepared: string) => string;
  /** Of what is done to a row: an id of that kind that is not there, the refusal that is heard of it, and the
   *  policy's name of the row; without a name everybody may know of it. */
  unknownAs?: { refusal: string; absent: string; row?: string };
}

export interface Hidden {
  type: string;
  /** The subgraph that owns it. */
  subgraph: string;
  /** Ids by the policy's name of the row, such as `DRAFT`. */
  ids: Record<string, string>;
  /** Fields of its owner, guarded ones too. */
  own: string;
  /** Selections answered by other subgraphs: the owner must be asked all the same. */
  others: string[];
  /** The root field that takes its id; `node` takes it, too, where `isNode` is not false. */
  root: string;
  isNode?: boolean;
}

export interface List {
  /** Such as `Actor.resources`. */
  name: string;
  /** With `%` where `totalCount edges { node { id } }` goes. */
  query: string;
  /** Ids that stand there for everybody. */
  always: string[];
  /** Ids by the policy's name of their row. */
  hidden: Record<string, string>;
}

/** A place of the world, with the type of its ids forgotten. */
export type AnyPlace = ReturnType<typeof place>;

/** Binds what a place writes to what it asks. */
export function place<Ids>({ markers = {}, write, meet }: Place<Ids>) {
  return {
    markers,
    write: async (context: Context, base: Base): Promise<() => Meeting> => {
      const ids = await write(context, base);
      return () => meet(ids, base);
    },
  };
}
