import { quoted, WrongValue } from './wrong-value.ts';

/** The languages a text can be in. */
export type Locale = 'zh' | 'en';

/** A text in Chinese, English, or both; never in neither. */
export interface LocalizedText {
  zh: string | null;
  en: string | null;
}

/** What a text may hold: its longest length in characters, and whether it may have line breaks and tabs. */
export interface TextLimits {
  max: number;
  lines?: boolean;
}

/** The text trimmed and in Unicode form C; refuses control characters, marks that turn the direction of
 *  writing, HTML, half characters, and more than `max`. */
export function parseText(text: string, { max, lines = false }: TextLimits): string {
  // In UTF-16 a character takes at most two units; composing (NFC) can shorten by more, so the bound here is
  // loose.
  if (text.length > 10 * max + 100) throw tooLong(text, max);
  const clean = (lines ? text.replace(/\r\n?/g, '\n') : text).normalize('NFC').trim();
  if ((lines ? /[^\P{Cc}\n\t]/u : /\p{Cc}/u).test(clean)) {
    const allowed = lines ? ' other than line breaks and tabs' : '';
    throw new WrongValue(`${quoted(clean)} has control characters: remove every one${allowed}.`);
  }
  if (/\p{Bidi_Control}/u.test(clean)) {
    throw new WrongValue(
      `${quoted(clean)} has marks that turn the direction of writing: remove every one, they can make a text ` +
        'look like another.',
    );
  }
  if (/<(?:!|\/?[a-z])[^<]*>/i.test(clean)) {
    throw new WrongValue(`${quoted(clean)} has HTML in it: write plain text, without tags.`);
  }
  if (/\p{Cs}/u.test(clean)) {
    throw new WrongValue(`${quoted(clean)} has half of a character: send well-formed Unicode text.`);
  }
  if (Array.from(clean).length > max) throw tooLong(clean, max);
  return clean;
}

/** Reads a text in one language or two; an empty one counts as absent, and one of them must be there. */
export function parseLocalizedText(
  input: { zh?: string | null; en?: string | null },
  limits: TextLimits,
): LocalizedText {
  const zh = parseText(input.zh ?? '', limits) || null;
  const en = parseText(input.en ?? '', limits) || null;
  if (zh === null && en === null) throw new WrongValue('The text is empty: give zh, en, or both.');
  return { zh, en };
}

/** The text in the language asked for, or in the other one where that is missing. */
export function pickText(text: LocalizedText, locale: Locale): string {
  const picked = text[locale] ?? text.zh ?? text.en;
  if (picked === null) throw new WrongValue('The text is empty: give zh, en, or both.');
  return picked;
}

/** Chinese where the text has a Han character, English otherwise. Japanese with kanji counts as Chinese. */
export function detectLanguage(text: string): Locale {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
}

function tooLong(text: string, max: number): WrongValue {
  return new WrongValue(`${quoted(text)} is too long: use at most ${max} characters.`);
}
