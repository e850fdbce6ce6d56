import type { Builder } from '../../schema/builder.ts';

/** Kinds within each family as the field knows them, with the words a client reads. */
export const equipmentKinds = {
  LARGE_INSTRUMENT: 'Large research instrument (大型科研仪器).',
  INSTRUMENT: 'Instrument or apparatus whose size its source did not state.',
  PRODUCTION_LINE: 'Production line or workshop.',
  TESTING_DEVICE: 'Quality-testing device.',
  MAJOR_FACILITY: 'Major research infrastructure (重大科研基础设施).',
  FIELD_STATION: 'Field observation station (野外台站).',
  PILOT_PLANT: 'Pilot plant.',
} as const;

export const technologyKinds = {
  PATENT: 'Patent.',
  PROCESS: 'Process.',
  FORMULATION: 'Formulation.',
  KNOW_HOW: 'Know-how.',
  SOFTWARE: 'Software.',
  TRAINED_MODEL: 'Trained model.',
  AWARDED_RESULT: 'Award-winning result (获奖科技成果).',
} as const;

export const transferWays = {
  LICENCE: 'By licence.',
  ASSIGNMENT: 'By assignment.',
  EQUITY: 'As a contribution to equity.',
  JOINT_DEVELOPMENT: 'By joint development.',
} as const;

export const knowledgeKinds = {
  DATA_SET: 'Scientific data set.',
  DATA_SOURCE: 'A place where data are published regularly.',
  LITERATURE: 'Literature.',
  STANDARD: 'Standard.',
  REPORT: 'Report.',
  POLICY: 'Policy or regulation.',
  EXPERTISE: 'Expert consulting.',
  TRAINING: 'Training.',
  INTELLIGENCE_SEARCH: 'Intelligence search.',
} as const;

export const materialKinds = {
  PRODUCT: 'Product.',
  RAW_MATERIAL: 'Raw material.',
  INTERMEDIATE: 'Intermediate.',
  EXCIPIENT: 'Excipient.',
  PACKAGING: 'Packaging.',
  GERMPLASM: 'Germplasm (生物种质).',
  EXPERIMENTAL_MATERIAL: 'Experimental material (实验材料).',
  SPECIMEN: 'Specimen (标本).',
  REFERENCE_MATERIAL: 'Reference material (标准物质).',
} as const;

/** An enum from a list of kinds. */
export function enumOf<Kinds extends Record<string, string>>(
  builder: Builder,
  name: string,
  description: string,
  kinds: Kinds,
) {
  const values = Object.fromEntries(
    Object.entries(kinds).map(([kind, words]) => [kind, { description: words }]),
  );
  return builder.enumType(name, {
    description,
    values: values as Record<keyof Kinds & string, { description: string }>,
  });
}
