import type { Id } from '../../../schema/ids.ts';
import { type FormKind, hanRuns, turned, type Word, wordsOf } from './name.forms.ts';
import {
  commonWords,
  countriesIn,
  headWords,
  leadingHeads,
  leadingWords,
  officeWords,
} from './name.words.ts';

/** A form that an organisation is known by. */
export interface KnownForm {
  organizationId: Id<'Organization'>;
  form: string;
  kind: FormKind;
  /** ISO 3166 code, or null where it is not known. */
  country: string | null;
}

/** What speaks for or against a match. Its order is the order in which the score is made. */
export type MatchReason =
  | 'NAME_AS_WRITTEN'
  | 'NAME_TURNED'
  | 'NAME_SHORTENED'
  | 'WHOLE_TEXT'
  | 'WHOLE_PART'
  | 'WITHIN_PART'
  | 'COUNTRY_AGREES'
  | 'COUNTRY_DIFFERS'
  | 'LONGER_NAME'
  | 'NAME_OF_MANY'
  | 'COMMON_WORDS'
  | 'OFFICE_OF_A_LABORATORY';

/** By what each reason multiplies the score, which begins at 1. A match is likely from `likelyFrom` on. */
export const factors: Readonly<Record<MatchReason, number>> = {
  ...{ NAME_AS_WRITTEN: 1, NAME_TURNED: 0.98, NAME_SHORTENED: 0.95 },
  ...{ WHOLE_TEXT: 1, WHOLE_PART: 0.98, WITHIN_PART: 0.93 },
  ...{ COUNTRY_AGREES: 1, COUNTRY_DIFFERS: 0.4 },
  ...{ LONGER_NAME: 0.5, NAME_OF_MANY: 0.5, COMMON_WORDS: 0.3, OFFICE_OF_A_LABORATORY: 0.4 },
};
export const likelyFrom = 0.8;

/** An organisation that a text may mean. */
export interface Match {
  organizationId: Id<'Organization'>;
  /** From 0 to 1: the product of what its reasons multiply by. */
  score: number;
  reasons: MatchReason[];
  /** The words of the text that were taken for the name, as they are compared. */
  matched: string;
}

/** A place in the text where a form could stand. */
interface Span {
  forms: string[];
  from: number;
  to: number;
  /** What speaks for and against it, whoever it is. */
  reasons: MatchReason[];
}

const wordsMax = 14;
const hanMin = 3;
const hanMax = 30;
/** A text is compared up to this length. */
export const textMax = 1_000;

/** Every form that could stand in the text: what a store looks up. Their number grows with the text alone. */
export function formsIn(text: string): string[] {
  return [...new Set(spansOf(text).flatMap(({ forms }) => forms))];
}

/** Whom the text may mean, likeliest first, given what is known of the forms in it. Depends on nothing but
 *  the text and these forms. */
export function matchName(text: string, known: readonly KnownForm[]): Match[] {
  const byForm = new Map<string, KnownForm[]>();
  for (const each of known) byForm.set(each.form, [...(byForm.get(each.form) ?? []), each]);
  const found = spansOf(text)
    .map((span) => ({ span, known: nearest(span.forms.flatMap((form) => byForm.get(form) ?? [])) }))
    .filter(({ known: there }) => there.length > 0)
    // The longest name stands for its place: "Nantong University" is not meant within another's name.
    .sort((a, b) => b.span.to - b.span.from - (a.span.to - a.span.from) || a.span.from - b.span.from);
  const kept: typeof found = [];
  for (const each of found) {
    const { from, to } = each.span;
    if (!kept.some(({ span }) => from < span.to && to > span.from)) kept.push(each);
  }
  const countries = countriesIn(text);
  const best = new Map<string, Match>();
  for (const { span, known: there } of kept) {
    for (const form of there) {
      const reasons = reasonsOf(span, form, there.length, countries, kept.length);
      const score = Number(reasons.reduce((product, reason) => product * factors[reason], 1).toFixed(4));
      const match = { organizationId: form.organizationId, score, reasons, matched: form.form };
      if (score > (best.get(form.organizationId)?.score ?? 0)) best.set(form.organizationId, match);
    }
  }
  return [...best.values()].sort(
    (a, b) => b.score - a.score || (a.organizationId < b.organizationId ? -1 : 1),
  );
}

/** Those with the nearest kind of form, each organisation once. */
function nearest(forms: KnownForm[]): KnownForm[] {
  const kinds: FormKind[] = ['NAME', 'TURNED', 'SHORTENED'];
  const kind = kinds.find((each) => forms.some((form) => form.kind === each));
  const ofKind = forms.filter((form) => form.kind === kind);
  return [...new Map(ofKind.map((form) => [form.organizationId, form])).values()];
}

function reasonsOf(
  span: Span,
  { kind, country, form }: KnownForm,
  bearers: number,
  countries: ReadonlySet<string>,
  places: number,
): MatchReason[] {
  const reasons: MatchReason[] = [
    kind === 'NAME' ? 'NAME_AS_WRITTEN' : kind === 'TURNED' ? 'NAME_TURNED' : 'NAME_SHORTENED',
    ...span.reasons,
  ];
  if (country && countries.size > 0)
    reasons.push(countries.has(country) ? 'COUNTRY_AGREES' : 'COUNTRY_DIFFERS');
  if (bearers > 1) reasons.push('NAME_OF_MANY');
  const [first = ''] = form.split(' ');
  const isWhole = span.reasons.includes('WHOLE_TEXT');
  if (!isWhole && officeWords.has(first) && places > 1) reasons.push('OFFICE_OF_A_LABORATORY');
  return reasons;
}

function spansOf(text: string): Span[] {
  const cut = text.slice(0, textMax);
  return [...latinSpans(wordsOf(cut)), ...hanRuns(cut).flatMap(hanSpans(hanRuns(cut).length))];
}

function latinSpans(words: readonly Word[]): Span[] {
  const isLaboratory = words.some(({ text }) => text === 'key');
  const spans: Span[] = [];
  for (let from = 0; from < words.length; from += 1) {
    for (let to = from + 1; to <= Math.min(words.length, from + wordsMax); to += 1) {
      const own = words.slice(from, to);
      const texts = own.map((word) => word.text);
      const isAcross = own[0]!.part !== own.at(-1)!.part;
      // Across a comma only longer names, word for word: "California, Santa Barbara".
      if (isAcross && texts.length < 3) continue;
      const written = texts.join(' ');
      const forms = isAcross ? [written] : [...new Set([written, turned(texts)])];
      spans.push({ forms, from, to, reasons: latinReasons(words, from, to, isLaboratory) });
    }
  }
  return spans;
}

function latinReasons(
  words: readonly Word[],
  from: number,
  to: number,
  isLaboratory: boolean,
): MatchReason[] {
  const own = words.slice(from, to).map(({ text }) => text);
  const [first = ''] = own;
  const inPart = (index: number, beside: number) =>
    words[index] && words[index].part === words[beside]!.part ? words[index] : undefined;
  const before = inPart(from - 1, from);
  const after = inPart(to, to - 1);
  const second = after && inPart(to + 1, to);
  const isWhole = from === 0 && to === words.length;
  const isAlone = !before && !after;
  const reasons: MatchReason[] = [isWhole ? 'WHOLE_TEXT' : isAlone ? 'WHOLE_PART' : 'WITHIN_PART'];
  const last = words[to - 1]!;
  const goesOn =
    after &&
    ((headWords.has(last.text) && last.isOpen) ||
      after.text === 'hospital' ||
      (second?.text === 'hospital' && commonWords.has(after.text)));
  const wasBegun =
    before &&
    ((before.text === 'hospital' && before.isOpen) ||
      (leadingWords.has(before.text) && !before.isOpen) ||
      (headWords.has(first) && leadingHeads.has(before.text) && !before.isOpen));
  if (goesOn || wasBegun) reasons.push('LONGER_NAME');
  const isCommon =
    own.every((word) => commonWords.has(word)) ||
    (!isAlone &&
      (own.length === 1 ||
        (own.length === 2 && !own.some((word) => headWords.has(word)) && own.join('').length < 10)));
  if (isCommon && !isWhole) reasons.push('COMMON_WORDS');
  if (isLaboratory && officeWords.has(first) && !isWhole) reasons.push('OFFICE_OF_A_LABORATORY');
  return reasons;
}

/** Before a name stand another organisation, a place, or a word such as "by" and "at". */
const hanMayPrecede =
  /(?:大学|学院|研究院|研究所|医院|公司|集团|中心|实验室|协会|学会|局|厅|部|委员会|[省市区县州国由在与和及向为是到从])$/u;

/** Whether the name is but the beginning of another's: "北京大学第三医院" is a house of its own, as are the
 *  institutes of an academy; "北京大学化学学院" is a part of the university. */
function hanGoesOn(name: string, rest: string): boolean {
  return (
    /^(?:第.{1,3}|附属.{0,12}|.{0,8})医院/u.test(rest) ||
    /^(?:出版社|有限公司|科技园)/u.test(rest) ||
    (!/(?:大学|学院)$/u.test(name) && /^.{1,24}(?:研究所|研究院|大学|学院|中心)/u.test(rest))
  );
}

/** Chinese names are runs of characters; which end in what an organisation is. */
const hanSpans = (runs: number) => (run: string, index: number) => {
  const spans: Span[] = [];
  for (let from = 0; from < run.length; from += 1) {
    for (let to = from + hanMin; to <= Math.min(run.length, from + hanMax); to += 1) {
      const isAlone = from === 0 && to === run.length;
      const reasons: MatchReason[] = [isAlone ? (runs === 1 ? 'WHOLE_TEXT' : 'WHOLE_PART') : 'WITHIN_PART'];
      const before = run.slice(0, from);
      const goesOn = hanGoesOn(run.slice(from, to), run.slice(to));
      const wasBegun = before !== '' && (run[from] === '第' || !hanMayPrecede.test(before));
      if (goesOn || wasBegun) reasons.push('LONGER_NAME');
      // Runs stand one after another, so that places in two of them never overlap.
      const offset = 10_000 * (index + 1);
      spans.push({ forms: [run.slice(from, to)], from: offset + from, to: offset + to, reasons });
    }
  }
  return spans;
};
