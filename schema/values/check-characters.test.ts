import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOrcid } from './orcid.ts';
import { parseRor } from './ror.ts';
import { parseUscc } from './uscc.ts';
import { WrongValue } from './wrong-value.ts';

const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const rorAlphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** True where the text is read, false where it is refused as a wrong value; any other error is a fault. */
function passes(parse: (text: string) => string, text: string): boolean {
  try {
    return parse(text) === text;
  } catch (error) {
    if (error instanceof WrongValue) return false;
    throw error;
  }
}

/** Every text that differs from this one in exactly one character, at these places, over this alphabet. */
function oneAway(text: string, from: number, alphabet: string): string[] {
  return Array.from({ length: text.length - from }, (_, index) => from + index)
    .filter((place) => text[place] !== '-')
    .flatMap((place) =>
      [...alphabet]
        .filter((other) => other !== text[place])
        .map((other) => text.slice(0, place) + other + text.slice(place + 1)),
    );
}

const textOf = (alphabet: string, length: number) =>
  fc
    .array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length })
    .map((parts) => parts.join(''));

describe('one mistyped character', () => {
  it('is found in every ORCID', () => {
    fc.assert(
      fc.property(textOf('0123456789', 15), (digits) => {
        const body = digits.replace(/(....)/g, '$1-');
        const valid = [...'0123456789X']
          .map((check) => body + check)
          .filter((text) => passes(parseOrcid, text));
        expect(valid).toHaveLength(1);
        expect(oneAway(valid[0] ?? '', 0, '0123456789X').filter((text) => passes(parseOrcid, text))).toEqual(
          [],
        );
      }),
    );
  });

  it('is found in every ROR id', () => {
    const site = 'https://ror.org/';
    const checks = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
    fc.assert(
      fc.property(textOf(rorAlphabet, 6), (body) => {
        const valid = checks
          .map((check) => `${site}0${body}${check}`)
          .filter((text) => passes(parseRor, text));
        expect(valid).toHaveLength(1);
        expect(
          oneAway(valid[0] ?? '', site.length, rorAlphabet).filter((text) => passes(parseRor, text)),
        ).toEqual([]);
      }),
    );
  });

  it('is found in every unified social credit code', () => {
    fc.assert(
      fc.property(textOf(usccAlphabet, 17), (body) => {
        const valid = [...usccAlphabet]
          .map((check) => body + check)
          .filter((text) => passes(parseUscc, text));
        expect(valid).toHaveLength(1);
        expect(oneAway(valid[0] ?? '', 0, usccAlphabet).filter((text) => passes(parseUscc, text))).toEqual(
          [],
        );
      }),
    );
  });
});
