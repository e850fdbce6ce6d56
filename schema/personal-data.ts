import { onViewer, type Rule } from './access.ts';
import { isInPerson } from './context.ts';

/** Of each table an answer shows this many rows at most; the document then says that it is not whole. */
export const personalRowsMax = 20_000;

/** What each subgraph says of such a field. */
export const personalDataWords =
  'JSON: a list of tables, each with its columns (class, purpose, retention, erasure), its rows about you, at ' +
  `most ${personalRowsMax.toLocaleString('en')}, and whether those are all.`;

/** Whoever asks what is held about themselves. */
export const isInPersonHere: Rule = onViewer('signed in, not through a key', isInPerson);
