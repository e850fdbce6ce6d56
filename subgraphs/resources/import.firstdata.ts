import type { FirstDataSource } from '../../formats/firstdata.ts';
import type { Read } from '../../formats/reading.ts';
import { boundedText, tidyText } from '../../formats/text.ts';
import { newId } from '../../schema/ids.ts';
import { descriptionMax, keywordsMax, nameFault, wordMax } from './import.bounds.ts';
import type { Entry, Kind, Refused } from './import.command.ts';
import { putKnowledge } from './knowledge.store.ts';

interface FirstDataEntry extends Entry {
  url: string | null;
}

/** A FirstData description as knowledge. The format says neither how a source is shared nor which region of
 *  GB/T 2260 it is about, so these stay unstated; domains stand before tags among the keywords. */
export function firstDataEntry(read: Read<FirstDataSource>): FirstDataEntry | Refused {
  if ('refused' in read) return read;
  const { record: source, line } = read;
  const fault = nameFault(source.name.zh) ?? nameFault(source.name.en);
  if (fault) return { line, refused: fault };
  const remarks = [...read.remarks];
  const described = (text: string | null | undefined, language: string) =>
    boundedText(text ?? null, `The description in ${language}`, descriptionMax, remarks);
  return {
    line,
    remarks,
    url: source.dataUrl ?? source.website,
    key: source.id,
    original: source.raw,
    wish: {
      family: 'KNOWLEDGE',
      nameZh: source.name.zh,
      nameEn: source.name.en,
      descriptionZh: described(source.description?.zh, 'Chinese'),
      descriptionEn: described(source.description?.en, 'English'),
      region: null,
      sharing: 'UNSTATED',
      state: 'PUBLISHED',
      keywords: keywordsOf(source, remarks),
      contactName: null,
      contactUrl: source.website,
      contactEmail: null,
      contactTelephone: null,
    },
  };
}

/** How FirstData entries are written. */
export const firstDataKind: Kind<FirstDataEntry> = {
  newId: () => newId('Knowledge'),
  put: (context, rows) =>
    putKnowledge(
      context,
      rows.map(({ id, entry: { url } }) => ({ id, kind: 'DATA_SOURCE', url, issuedOn: null })),
    ),
};

function keywordsOf({ domains, tags }: FirstDataSource, remarks: string[]): string[] {
  const words = [...domains, ...tags].flatMap((word) => {
    const tidy = boundedText(tidyText(word, 'A keyword', remarks), 'A keyword', wordMax, remarks);
    return tidy ? [tidy] : [];
  });
  const all = [...new Set(words)];
  if (all.length > keywordsMax) {
    remarks.push(`${all.length - keywordsMax} keywords were left out: the first ${keywordsMax} are kept.`);
  }
  return all.slice(0, keywordsMax);
}
