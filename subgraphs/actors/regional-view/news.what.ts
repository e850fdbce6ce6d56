import { parseLocalizedText } from '../../../schema/values/localized-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';

interface Asked {
  zh?: string | null;
  en?: string | null;
}

export const newsDaysUsual = 90;
export const newsDaysMax = 730;
const dayMs = 24 * 60 * 60 * 1_000;

/** Checks the words of news. Throws a WrongValue that says what cannot be used. */
export function checkNews(asked: { title: Asked; text: Asked }) {
  const title = parseLocalizedText(asked.title, { max: 200 });
  const text = parseLocalizedText(asked.text, { max: 10_000, lines: true });
  return { titleZh: title.zh, titleEn: title.en, textZh: text.zh, textEn: text.en };
}

/** Checks until when news is told; what is left out takes the usual time. Throws a WrongValue. */
export function checkExpiry(asked: Date | null | undefined, now: Date): Date {
  const expiresAt = asked ?? new Date(now.getTime() + newsDaysUsual * dayMs);
  const lifeMs = expiresAt.getTime() - now.getTime();
  if (!(lifeMs > 0 && lifeMs <= newsDaysMax * dayMs))
    throw new WrongValue(`News ends in the future, in at most ${newsDaysMax} days.`);
  return expiresAt;
}
