import { detectLanguage, parseText } from '../../../schema/values/localized-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';

const nameMax = 200;
const unnamed = { nameZh: '未具名', nameEn: 'Unnamed' };

/** The name an issuer gave, in the language it is written in; a stand-in where it gave none that can be
 *  used. */
export function namesOf(name: string | null): { nameZh?: string; nameEn?: string } {
  try {
    const clean = parseText(name ?? '', { max: nameMax });
    if (clean === '') return unnamed;
    return detectLanguage(clean) === 'zh' ? { nameZh: clean } : { nameEn: clean };
  } catch (error) {
    if (error instanceof WrongValue) return unnamed;
    throw error;
  }
}
