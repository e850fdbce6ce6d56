import { type CalendarDate, printDate } from '../../../schema/values/date.ts';
import { parseLocalizedText, parseText } from '../../../schema/values/localized-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';

interface Asked {
  zh?: string | null;
  en?: string | null;
}

/** A version as it was asked for. */
export interface RulesAsked {
  title: Asked;
  text: Asked;
  changes?: Asked | null;
  effectiveOn: CalendarDate;
}

/** The words of a version, checked. */
export interface RulesWords {
  titleZh: string | null;
  titleEn: string | null;
  textZh: string | null;
  textEn: string | null;
  changesZh: string | null;
  changesEn: string | null;
  effectiveOn: string;
}

/** Checks the words of a version. Throws a WrongValue that says what cannot be used. */
export function checkRules(asked: RulesAsked): RulesWords {
  const title = parseLocalizedText(asked.title, { max: 200 });
  const text = parseLocalizedText(asked.text, { max: 50_000, lines: true });
  const changes = asked.changes && parseLocalizedText(asked.changes, { max: 5_000, lines: true });
  return {
    ...{ titleZh: title.zh, titleEn: title.en, textZh: text.zh, textEn: text.en },
    ...{ changesZh: changes?.zh ?? null, changesEn: changes?.en ?? null },
    effectiveOn: printDate(asked.effectiveOn),
  };
}

/** Checks why somebody votes as they do; null for nothing said. */
export const checkReason = (reason: string | null | undefined): string | null =>
  parseText(reason ?? '', { max: 2_000, lines: true }) || null;

/** Seats a side may have. */
export const seatsMax = 15;
/** How long a nomination waits for the organisation. */
export const acceptDays = 30;
const termDaysMax = 1_096;
const dayMs = 24 * 60 * 60 * 1_000;

/** Checks the term of a seat. Throws a WrongValue. */
export function checkTerm(asked: { startsAt?: Date | null; endsAt: Date }, now: Date) {
  const startsAt = asked.startsAt ?? now;
  const { endsAt } = asked;
  if (endsAt.getTime() <= Math.max(startsAt.getTime(), now.getTime()))
    throw new WrongValue('The term ends after it begins, and in the future.');
  if (endsAt.getTime() - startsAt.getTime() > termDaysMax * dayMs)
    throw new WrongValue('A term is at most three years.');
  return { startsAt, endsAt };
}

export const inDays = (from: Date, days: number) => new Date(from.getTime() + days * dayMs);
