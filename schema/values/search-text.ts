import { parseText } from './localized-text.ts';
import { WrongValue } from './wrong-value.ts';

const charactersMax = 200;

/** The words to search for, trimmed; null when there are none, so that an empty box lists everything. */
export function searchText(text: string | null | undefined): string | null {
  const words = text?.trim() ?? '';
  if (words.length > charactersMax) {
    throw new WrongValue(
      `The search text has ${words.length} characters; at most ${charactersMax} are searched.`,
    );
  }
  return words === '' ? null : parseText(words, { max: charactersMax, lines: true });
}
