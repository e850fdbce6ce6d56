import type { ChecklistMark, QualificationKind } from '../../../schema/events.ts';
import { parseText } from '../../../schema/values/localized-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { qualificationKinds } from './review.kinds.ts';

/** A document by reference, checked: an address, or a hash with where the file is kept. */
export interface DocumentWish {
  title: string;
  url: string | null;
  sha256: string | null;
  keptAt: string | null;
}
/** The same as it was written. */
export type DocumentAsked = { title: string } & { [Key in 'url' | 'sha256' | 'keptAt']?: string | null };

/** What a reviewer found of an item, checked. */
export interface MarkWish {
  item: string;
  mark: ChecklistMark;
  reason: string | null;
}

/** So many documents a review can point to. */
export const documentsMax = 20;

/** Checks the references to documents. Throws a WrongValue that says what cannot be used, and the way out. */
export function checkDocuments(asked: readonly DocumentAsked[]): DocumentWish[] {
  if (asked.length > documentsMax)
    throw new WrongValue(`A review points to at most ${documentsMax} documents.`);
  return asked.map(({ title: written, url = null, sha256: hash = null, keptAt: place = null }) => {
    const title = parseText(written, { max: 200 });
    if (title === '') throw new WrongValue('A document has no title: say what it is.');
    if ((url === null) === (hash === null))
      throw new WrongValue('A document is named by its address or by its SHA-256: give one of the two.');
    if (url !== null) {
      if (!url.startsWith('https:')) throw new WrongValue('The address of a document begins with https.');
      if (place !== null) throw new WrongValue('Say where a document is kept only beside its SHA-256.');
      return { title, url, sha256: null, keptAt: null };
    }
    const sha256 = hash!.trim().toLowerCase();
    if (!/^[0-9a-f]{64}$/.test(sha256))
      throw new WrongValue('A SHA-256 is written as 64 hexadecimal digits.');
    const keptAt = parseText(place ?? '', { max: 300 });
    if (keptAt === '') throw new WrongValue('Beside its SHA-256, say where the document is kept.');
    return { title, url: null, sha256, keptAt };
  });
}

/** Checks what a reviewer found, against the checklist of the kind. */
export function checkMarks(
  kind: QualificationKind,
  asked: readonly { item: string; mark: ChecklistMark; reason?: string | null }[],
): MarkWish[] {
  const { checklist } = qualificationKinds[kind];
  if (asked.length === 0) throw new WrongValue('No item is marked: mark one or more.');
  if (new Set(asked.map(({ item }) => item)).size < asked.length)
    throw new WrongValue('An item is marked twice: mark each once.');
  return asked.map(({ item, mark, reason: written }) => {
    const found = checklist.find(({ key }) => key === item);
    if (!found) throw new WrongValue('An item does not stand in the checklist of this kind.');
    if (found.isRequired && mark === 'NOT_APPLICABLE')
      throw new WrongValue('An item that is required cannot be marked as not applicable.');
    const reason = parseText(written ?? '', { max: 500, lines: true }) || null;
    if (mark === 'NOT_MET' && reason === null)
      throw new WrongValue('An item is marked as not met without a reason: say what is missing.');
    return { item, mark, reason };
  });
}

/** A text that must be there. */
export function checkWords(written: string): string {
  const words = parseText(written, { max: 2_000, lines: true });
  if (words === '') throw new WrongValue('The text is empty: write what the other side needs to know.');
  return words;
}

/** A text that may be left out. */
export const checkNote = (written?: string | null): string | null =>
  parseText(written ?? '', { max: 2_000, lines: true }) || null;
