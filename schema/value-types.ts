import { isPublic } from './access.ts';
import type { Builder } from './builder.ts';
import type { CoCreationRole } from './events.ts';
import { once } from './once.ts';
import type { LocalizedText } from './values/localized-text.ts';
import type { Money } from './values/money.ts';
import type { Point } from './values/point.ts';
import { regionName, regionParents } from './values/region.ts';

/** A name or text in Chinese, English or both. Shareable: the same in every subgraph. */
export const localizedTextType = once((builder: Builder) =>
  builder.objectRef<LocalizedText>('LocalizedText').implement({
    description: 'A text in Chinese, in English, or in both. At least one is present.',
    access: isPublic,
    shareable: true,
    fields: (t) => ({
      zh: t.exposeString('zh', { nullable: true, access: isPublic, description: 'In Chinese, or null.' }),
      en: t.exposeString('en', { nullable: true, access: isPublic, description: 'In English, or null.' }),
    }),
  }),
);

/** The same, as a client writes it. */
export const localizedTextInput = once((builder: Builder) =>
  builder.inputType('LocalizedTextInput', {
    description: 'A text in Chinese, in English, or in both. At least one is needed.',
    fields: (t) => ({
      zh: t.string({ required: false, description: 'In Chinese.' }),
      en: t.string({ required: false, description: 'In English.' }),
    }),
  }),
);

/** An amount of money. Shareable. */
export const moneyType = once((builder: Builder) =>
  builder.objectRef<Money>('Money').implement({
    description: 'An amount of money, exact.',
    access: isPublic,
    shareable: true,
    fields: (t) => ({
      amountMinor: t.string({
        access: isPublic,
        description: 'In minor units (fen), as text because it may exceed what a JSON number holds.',
        resolve: (money) => money.amountMinor.toString(),
      }),
      currency: t.exposeString('currency', { access: isPublic, description: 'ISO 4217 code, such as CNY.' }),
    }),
  }),
);

/** An amount of money, as a client writes it. */
export const moneyInput = once((builder: Builder) =>
  builder.inputType('MoneyInput', {
    description: 'An amount of money, exact.',
    fields: (t) => ({
      amountMinor: t.string({ description: 'Whole minor units (fen) as text: "150000" is 1,500.00 yuan.' }),
      currency: t.string({ description: 'ISO 4217 code in capitals, such as CNY.' }),
    }),
  }),
);

/** A place on the earth. Shareable. */
export const geoPointType = once((builder: Builder) =>
  builder.objectRef<Point>('GeoPoint').implement({
    description: 'A place on the earth, in degrees of WGS 84.',
    access: isPublic,
    shareable: true,
    fields: (t) => ({
      latitude: t.exposeFloat('latitude', {
        access: isPublic,
        description: 'From -90 to 90, north is positive.',
      }),
      longitude: t.exposeFloat('longitude', {
        access: isPublic,
        description: 'From -180 to 180, east is positive.',
      }),
    }),
  }),
);

/** The same, as a client writes it. */
export const geoPointInput = once((builder: Builder) =>
  builder.inputType('GeoPointInput', {
    description: 'A place on the earth, in degrees of WGS 84.',
    fields: (t) => ({
      latitude: t.float({ description: 'From -90 to 90, north is positive.' }),
      longitude: t.float({ description: 'From -180 to 180, east is positive.' }),
    }),
  }),
);

/** A region of GB/T 2260, held by its code. Shareable. */
export const regionType = once((builder: Builder) => {
  const region = builder.objectRef<{ code: string }>('Region');
  return region.implement({
    description: 'A province, city or county of GB/T 2260.',
    access: isPublic,
    shareable: true,
    fields: (t) => ({
      code: t.field({
        type: 'RegionCode',
        access: isPublic,
        description: 'Six digits.',
        resolve: ({ code }) => code,
      }),
      name: t.field({
        type: localizedTextType(builder),
        access: isPublic,
        description: 'Official Chinese name; English where we are sure of it.',
        resolve: ({ code }) => regionName(code),
      }),
      parents: t.field({
        type: [region],
        access: isPublic,
        description: 'What it lies in, province first; at most two.',
        resolve: ({ code }) => regionParents(code).map((parent) => ({ code: parent })),
      }),
    }),
  });
});

const contributions: Record<CoCreationRole, string> = {
  NORM_GUIDE: 'Government or information institute: policy, incentives, legal protection, fairness.',
  RESOURCE_PROVIDER: 'Brings equipment, materials, technology or know-how.',
  SERVICE_SUPPORTER: 'Brings money, legal and IP advice, talent, consulting.',
  FINAL_CONSUMER: 'Brings demand, application and market feedback.',
};

/** The four roles of value co-creation; an actor can hold several. The same enum in every subgraph. */
export const coCreationRoleType = once((builder: Builder) =>
  builder.enumType('CoCreationRole', {
    description: 'What part an actor takes in co-creating value (价值共创角色).',
    values: Object.fromEntries(
      Object.entries(contributions).map(([name, description]) => [name, { description }]),
    ) as Record<CoCreationRole, { description: string }>,
  }),
);

/** A text in two columns as a value, or null when both are empty. */
export function localized(zh: string | null, en: string | null): LocalizedText | null {
  return zh === null && en === null ? null : { zh, en };
}

/** A region column as a value. */
export const regionOf = (code: string | null) => (code === null ? null : { code });
