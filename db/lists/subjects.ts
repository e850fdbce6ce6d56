import { lazily, readList } from './read.ts';

/** A first-level subject of GB/T 13745. */
export interface Subject {
  code: string;
  nameZh: string;
}

/** Every first-level subject by its three-digit code. Read once. */
export const subjects: () => ReadonlyMap<string, Subject> = lazily(
  () =>
    new Map(
      readList('subjects.csv', ['code', 'name_zh']).map(([code = '', nameZh = '']) => [
        code,
        { code, nameZh },
      ]),
    ),
);
