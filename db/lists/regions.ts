import { lazily, readList } from './read.ts';

/** A division of China by its GB/T 2260 code. The English name is null where nobody has checked one. */
export interface Region {
  code: string;
  nameZh: string;
  nameEn: string | null;
}

/** Every region by its code, in order: a province, a city, its counties, the next city. Read once. */
export const regions: () => ReadonlyMap<string, Region> = lazily(() => {
  const byCode = new Map<string, Region>();
  // Cells by index: taking rows apart by pattern makes the first reading twice as slow.
  for (const row of readList('regions.csv', ['code', 'name_zh', 'name_en'])) {
    const code = row[0] ?? '';
    byCode.set(code, { code, nameZh: row[1] ?? '', nameEn: row[2] || null });
  }
  return byCode;
});
