import type { SeedRow } from './seed.ts';

const institute = 'Three Gorges Institute of Drug Analysis';
const group = 'Yiling Pharmaceutical Group';
const university = 'Jingchu University';

/** Technology, knowledge and material beside the instruments. */
export const seedOthers = {
  technologies: [
    {
      zh: '缓释微丸包衣工艺',
      en: 'Coating process for sustained-release pellets',
      about: 'Scaled to 100 kg; three batches on file.',
      provider: group,
      keywords: ['sustained release', '缓释'],
      sharing: 'NEGOTIATED',
      own: {
        kind: 'PROCESS',
        readinessLevel: 7,
        patentNumber: null,
        transferWays: ['LICENCE', 'JOINT_DEVELOPMENT'],
      },
    },
    {
      zh: '难溶药物固体分散体',
      en: 'Solid dispersion of poorly soluble drugs',
      about: 'Formulation with two excipients, dissolution doubled.',
      provider: university,
      keywords: ['solubility', '固体分散体'],
      sharing: 'NEGOTIATED',
      own: {
        kind: 'FORMULATION',
        readinessLevel: 5,
        patentNumber: null,
        transferWays: ['LICENCE', 'EQUITY'],
      },
    },
    {
      zh: '药物杂质谱预测模型',
      en: 'Model that predicts impurity profiles',
      about: 'Trained on 1,200 degradation studies.',
      provider: university,
      keywords: ['machine learning', '杂质'],
      sharing: 'BY_APPLICATION',
      own: { kind: 'TRAINED_MODEL', readinessLevel: 4, patentNumber: null, transferWays: ['LICENCE'] },
    },
    {
      zh: '中药提取物指纹图谱软件',
      en: 'Fingerprint software for herbal extracts',
      about: 'Compares chromatograms; ships with 90 references.',
      provider: institute,
      keywords: ['herbal', '指纹图谱'],
      sharing: 'OPEN',
      own: { kind: 'SOFTWARE', readinessLevel: 8, patentNumber: null, transferWays: ['LICENCE'] },
    },
  ] satisfies (SeedRow & { own: object })[],
  knowledge: [
    {
      zh: '仿制药一致性评价参比制剂目录',
      en: 'List of reference preparations for generic drug evaluation',
      about: 'Kept current from public notices; 2,100 entries.',
      provider: institute,
      keywords: ['generic drug', '仿制药'],
      sharing: 'OPEN',
      own: {
        kind: 'DATA_SET',
        url: 'https://data.yichang.example/reference-preparations',
        issuedOn: '2026-03-01',
      },
    },
    {
      zh: '仿制药研发合规培训',
      en: 'Training: compliant development of generic drugs',
      about: 'Three days, twice a year.',
      provider: university,
      keywords: ['training', '培训'],
      sharing: 'BY_APPLICATION',
      own: { kind: 'TRAINING', url: null, issuedOn: null },
    },
    {
      zh: '生物医药产业政策汇编',
      en: 'Collected policy on biomedicine',
      about: 'Twenty measures with the conditions for each.',
      provider: 'Yichang S&T Information Office',
      keywords: ['policy', '政策'],
      sharing: 'OPEN',
      own: { kind: 'POLICY', url: 'https://policy.yichang.example/biomedicine', issuedOn: '2025-11-15' },
    },
    {
      zh: '药学专家咨询',
      en: 'Advice by experts in pharmaceutics',
      about: 'Half-day sessions, on site or remote.',
      provider: university,
      keywords: ['consulting', '咨询'],
      sharing: 'NEGOTIATED',
      own: { kind: 'EXPERTISE', url: null, issuedOn: null },
    },
  ] satisfies (SeedRow & { own: object })[],
  materials: [
    {
      zh: '盐酸二甲双胍对照品',
      en: 'Metformin hydrochloride reference material',
      about: 'Purity 99.8 %, 100 mg vials.',
      provider: institute,
      keywords: ['reference', '对照品'],
      sharing: 'OPEN',
      own: { kind: 'REFERENCE_MATERIAL', batch: 'RM-2026-014', certificate: 'COA-88214' },
    },
    {
      zh: '微晶纤维素',
      en: 'Microcrystalline cellulose',
      about: 'Excipient, two grades, pharmacopoeia quality.',
      provider: group,
      keywords: ['excipient', '辅料'],
      sharing: 'NEGOTIATED',
      own: { kind: 'EXCIPIENT', batch: 'MC-2608', certificate: 'COA-90117' },
    },
    {
      zh: '药用铝塑泡罩',
      en: 'Blister packaging, aluminium and plastic',
      about: 'Cold-formed, for moisture-sensitive tablets.',
      provider: group,
      keywords: ['packaging', '包材'],
      sharing: 'NEGOTIATED',
      own: { kind: 'PACKAGING', batch: 'BP-771', certificate: null },
    },
    {
      zh: '柑橘种质资源',
      en: 'Citrus germplasm',
      about: 'Forty local varieties, cuttings on request.',
      provider: university,
      keywords: ['germplasm', '种质'],
      sharing: 'BY_APPLICATION',
      own: { kind: 'GERMPLASM', batch: null, certificate: null },
    },
  ] satisfies (SeedRow & { own: object })[],
};
