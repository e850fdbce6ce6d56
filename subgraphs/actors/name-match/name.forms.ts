import { emptyWords, headWords, openWords, wholeWords } from './name.words.ts';

/** A word of a text as it is compared, with the part of the text it stands in: commas and brackets divide. */
export interface Word {
  text: string;
  part: number;
  /** Whether "of" or its like follows, so that a name goes on. */
  isOpen: boolean;
}

/** How near a form is to the name it was made from. */
export type FormKind = 'NAME' | 'TURNED' | 'SHORTENED';
export interface NameForm {
  form: string;
  kind: FormKind;
}

const han = /\p{Script=Han}/u;
/** A form is kept up to this length; longer names are found by no other. */
export const formMax = 200;

/** The words of a text without case, accents, empty words and short forms, in order. Chinese is not divided
 *  into words: see `hanRuns`. */
export function wordsOf(text: string): Word[] {
  const plain = unescaped(text)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(/&/g, ' and ');
  const words: Word[] = [];
  let part = 0;
  for (const [token] of plain.matchAll(/[\p{L}\p{N}]+|[,;:()[\]|/\n]|\s[-–—]\s/gu)) {
    if (!/^[\p{L}\p{N}]/u.test(token)) {
      part += 1;
      continue;
    }
    // Notes on authors are numbers that run into the name: "1Ningbo University".
    const bare = token.replace(/^\d+(?=[a-z]{3})/, '');
    const word = wholeWords[bare] ?? bare;
    const last = words.at(-1);
    if (emptyWords.has(word)) {
      if (last && openWords.has(bare)) last.isOpen = true;
    } else if (!han.test(word)) words.push({ text: word, part, isOpen: false });
  }
  return words;
}

/** Runs of Chinese characters, each with what stands before and after left out. */
export function hanRuns(text: string): string[] {
  const plain = unescaped(text).normalize('NFKC');
  // Names are written with and without spaces and brackets between their parts.
  return [...plain.matchAll(/\p{Script=Han}+/gu)].map(([run]) => run);
}

/** Every form by which a name is found. A name in brackets is also found without them: "X (China)". */
export function formsOf(name: string): NameForm[] {
  const forms = new Map<string, FormKind>();
  const add = (form: string, kind: FormKind) => {
    if (form !== '' && form.length <= formMax && !forms.has(form)) forms.set(form, kind);
  };
  if (han.test(name)) {
    add(hanRuns(name).join(''), 'NAME');
    add(hanRuns(name.replace(/[(（][^()（）]*[)）]/g, '')).join(''), 'SHORTENED');
  } else {
    const words = wordsOf(name).map(({ text }) => text);
    add(words.join(' '), 'NAME');
    add(turned(words), 'TURNED');
    const short = wordsOf(name.replace(/\s*\([^()]*\)\s*$/, '')).map(({ text }) => text);
    add(short.join(' '), 'SHORTENED');
    add(turned(short), 'SHORTENED');
  }
  return [...forms].map(([form, kind]) => ({ form, kind }));
}

/** With the head at its end, so that "University of X" and "X University" are one. */
export function turned(words: readonly string[]): string {
  const [first, ...rest] = words;
  return first !== undefined && rest.length > 0 && headWords.has(first)
    ? [...rest, first].join(' ')
    : words.join(' ');
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Texts of lists carry HTML's entities, now and then twice over. */
function unescaped(text: string): string {
  let plain = text;
  for (let round = 0; round < 2; round += 1) {
    plain = plain.replace(
      /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
      (whole, hex, digits, name) => {
        if (name) return entities[(name as string).toLowerCase()] ?? whole;
        const code = hex ? parseInt(hex as string, 16) : Number(digits);
        return code > 0x1f && code < 0xd800 ? String.fromCodePoint(code) : ' ';
      },
    );
  }
  return plain;
}
