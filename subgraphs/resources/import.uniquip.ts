import type { Read } from '../../formats/reading.ts';
import { boundedText } from '../../formats/text.ts';
import type { UniquipItem } from '../../formats/uniquip.ts';
import { newId } from '../../schema/ids.ts';
import { detectLanguage } from '../../schema/values/localized-text.ts';
import { putEquipment } from './equipment.store.ts';
import { descriptionMax, nameFault, wordMax } from './import.bounds.ts';
import type { Entry, Kind, Refused } from './import.command.ts';

interface UniquipEntry extends Entry {
  item: UniquipItem;
  /** Where it stands, in the publisher's words. */
  place: string | null;
}

/** A UNIQUIP row as equipment. The format says nothing of sharing, so that stays unstated; the region is the
 *  provider's, where it is known; names and descriptions go to the language they are written in. */
export function uniquipEntry(read: Read<UniquipItem>, region: string | null): UniquipEntry | Refused {
  if ('refused' in read) return read;
  const { record: item, line } = read;
  const fault = nameFault(item.name);
  if (fault) return { line, refused: fault };
  const remarks = [...read.remarks];
  const description = boundedText(item.description, 'Description', descriptionMax, remarks);
  const technique = boundedText(item.technique, 'Technique', wordMax, remarks);
  const place = [item.siteLocation, item.building, item.location].filter(Boolean).join(', ') || null;
  return {
    line,
    remarks,
    item,
    place: boundedText(place, 'The place', wordMax, remarks),
    key: item.id,
    original: item.raw,
    wish: {
      family: 'EQUIPMENT',
      nameZh: inChinese(item.name),
      nameEn: inEnglish(item.name),
      descriptionZh: inChinese(description),
      descriptionEn: inEnglish(description),
      region,
      sharing: 'UNSTATED',
      state: 'PUBLISHED',
      keywords: technique ? [technique] : [],
      contactName: boundedText(item.contactName, 'Contact Name', wordMax, remarks),
      contactUrl: item.contactUrl,
      contactEmail: item.contactEmail,
      contactTelephone: item.contactTelephone,
    },
  };
}

/** How UNIQUIP entries are written. */
export const uniquipKind: Kind<UniquipEntry> = {
  newId: () => newId('Equipment'),
  put: (context, rows) =>
    putEquipment(
      context,
      rows.map(({ id, entry: { item, place } }) => ({
        id,
        kind: item.type === 'facility' ? 'MAJOR_FACILITY' : 'INSTRUMENT',
        maker: null,
        model: null,
        serialNumber: null,
        place,
        internalCostMinor: null,
        internalCostCurrency: null,
      })),
    ),
};

const inChinese = (text: string | null) => (text && detectLanguage(text) === 'zh' ? text : null);
const inEnglish = (text: string | null) => (text && detectLanguage(text) === 'en' ? text : null);
