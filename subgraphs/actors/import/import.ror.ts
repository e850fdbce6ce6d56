import type { Refused } from '../../../formats/intake.ts';
import type { Read } from '../../../formats/reading.ts';
import { organizationKind, type RorOrganization, type RorPlace } from '../../../formats/ror.ts';
import { lengthOf } from '../../../formats/text.ts';
import type { OrganizationEntry } from './import.command.ts';

const nameMax = 500;

// ISO 3166-2:CN, 2021, to GB/T 2260. Its codes for Hong Kong, Macao and Taiwan are countries in ROR.
const provinces: Record<string, string> = {
  ...{ BJ: '110000', TJ: '120000', HE: '130000', SX: '140000', NM: '150000', LN: '210000', JL: '220000' },
  ...{ HL: '230000', SH: '310000', JS: '320000', ZJ: '330000', AH: '340000', FJ: '350000', JX: '360000' },
  ...{ SD: '370000', HA: '410000', HB: '420000', HN: '430000', GD: '440000', GX: '450000', HI: '460000' },
  ...{ CQ: '500000', SC: '510000', GZ: '520000', YN: '530000', XZ: '540000', SN: '610000', GS: '620000' },
  ...{ QH: '630000', NX: '640000', XJ: '650000' },
};
const wholeCountries: Record<string, string> = { TW: '710000', HK: '810000', MO: '820000' };

/** A ROR record as an organisation. The region is the province, since ROR's towns have no Chinese code; null
 *  where ROR gives none or several. What was split among several has no one successor. */
export function rorEntry(read: Read<RorOrganization>): OrganizationEntry | Refused {
  if ('refused' in read) return read;
  const { record, line } = read;
  const { zh, en } = record.name;
  const length = Math.max(lengthOf(zh ?? ''), lengthOf(en ?? ''));
  if (length > nameMax) {
    return { line, refused: `The name has ${length} characters: give one of at most ${nameMax}.` };
  }
  const remarks = [...read.remarks];
  const isActive = record.status === 'active';
  const successors = isActive ? [] : [...new Set(record.successors)];
  if (successors.length > 1) {
    remarks.push(`${successors.length} organisations replace it, so it leads on to none of them.`);
  }
  return {
    line,
    remarks,
    key: record.ror,
    original: record.raw,
    wish: {
      kind: organizationKind(record.types),
      nameZh: zh,
      nameEn: en,
      region: regionOf(record.places),
      ror: record.ror,
      website: record.website,
      status: isActive ? 'ACTIVE' : record.status === 'inactive' ? 'INACTIVE' : 'WITHDRAWN',
      successorRor: successors.length === 1 ? (successors[0] ?? null) : null,
    },
  };
}

function regionOf(places: readonly RorPlace[]): string | null {
  const codes = new Set(places.map(provinceOf));
  const [code = null] = codes;
  return codes.size === 1 ? code : null;
}

function provinceOf({ country, subdivision }: RorPlace): string | null {
  if (country === 'CN') return provinces[subdivision.code ?? ''] ?? null;
  return wholeCountries[country ?? ''] ?? null;
}
