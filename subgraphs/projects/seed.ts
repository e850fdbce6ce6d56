import { publishedActor } from '../../db/tables/actors/published.ts';
import { publishedResource } from '../../db/tables/resources.ts';
import { type Context, inTransaction } from '../../schema/context.ts';
import type { CoCreationRole, Visibility } from '../../schema/events.ts';
import { addParticipation } from './participation.store.ts';
import { createProject } from './project.store.ts';
import { useResource } from './resource-use.store.ts';

interface SeedProject {
  zh: string;
  en: string;
  about: string;
  visibility: Visibility;
  region: string;
  /** Yuan. */
  budget: bigint;
  initiator: string;
  parts: [actor: string, role: CoCreationRole, contribution: string][];
  uses: string[];
}

const projects: SeedProject[] = [
  {
    zh: '二甲双胍缓释片一致性评价',
    en: 'Consistency evaluation of metformin sustained-release tablets',
    about: 'A small firm, an institute and a hospital bring a generic drug to approval.',
    visibility: 'PUBLIC',
    region: '420500',
    budget: 2_800_000n,
    initiator: 'Xiling Generics',
    parts: [
      [
        'Three Gorges Institute of Drug Analysis',
        'RESOURCE_PROVIDER',
        'Dissolution curves and impurity profile, 400 instrument hours',
      ],
      ['Yiling Pharmaceutical Group', 'RESOURCE_PROVIDER', 'Pilot line for three registration batches'],
      ['Yichang Renji Hospital', 'SERVICE_SUPPORTER', 'Bioequivalence study with 24 volunteers'],
      ['Jiangxia IP Centre', 'SERVICE_SUPPORTER', 'Freedom-to-operate search'],
      ['Yichang S&T Information Office', 'NORM_GUIDE', 'Platform staff and voucher advice'],
    ],
    uses: [
      'Dissolution tester',
      'High-performance liquid chromatograph',
      'Triple quadrupole LC-MS',
      'Wet granulation pilot line',
      'Metformin hydrochloride reference material',
    ],
  },
  {
    zh: '柑橘副产物提取物开发',
    en: 'Extracts from citrus by-products',
    about: 'From peel to a standardised extract.',
    visibility: 'PUBLIC',
    region: '420500',
    budget: 900_000n,
    initiator: 'Xiajiang Biotech',
    parts: [
      ['Jingchu University', 'SERVICE_SUPPORTER', 'Extraction know-how'],
      ['Qingjiang Herbal Decoction Pieces', 'FINAL_CONSUMER', 'First buyer'],
    ],
    uses: ['Citrus germplasm', 'Fingerprint software for herbal extracts', 'NMR spectrometer 600 MHz'],
  },
  {
    zh: '区域仪器共享试点',
    en: 'Pilot for shared instruments between regions',
    about: 'What it takes to use an instrument across a provincial border.',
    visibility: 'MEMBERS',
    region: '420000',
    budget: 500_000n,
    initiator: 'Yichang S&T Service Bureau',
    parts: [
      ['Hangzhou Precision Instruments Institute', 'RESOURCE_PROVIDER', 'Two instruments, forty days'],
      ['Central China Testing Services', 'RESOURCE_PROVIDER', 'Stability chambers'],
    ],
    uses: ['Atomic force microscope', 'Stability chamber'],
  },
  {
    zh: '未公开制剂合作',
    en: 'Undisclosed formulation partnership',
    about: 'Known to those who take part.',
    visibility: 'PARTICIPANTS',
    region: '420500',
    budget: 4_200_000n,
    initiator: 'Yiling Pharmaceutical Group',
    parts: [
      [
        'Three Gorges Institute of Drug Analysis',
        'RESOURCE_PROVIDER',
        'Method development under confidentiality',
      ],
      ['Chujiang Ventures', 'SERVICE_SUPPORTER', 'Convertible loan'],
    ],
    uses: ['Solid dispersion of poorly soluble drugs', 'Near-infrared process analyser'],
  },
];

/** The projects of the demo region: two public, one for members, one for those who take part. */
export function seed(context: Context): Promise<void> {
  return inTransaction(context, async (inside) => {
    const actors = await inside.db.select().from(publishedActor);
    const resources = await inside.db.select().from(publishedResource);
    const named = <Row extends { nameEn: string | null }>(rows: Row[], name: string): Row => {
      const row = rows.find(({ nameEn }) => nameEn === name);
      if (!row) throw new Error(`The seed names nothing called ${name}.`);
      return row;
    };
    for (const each of projects) {
      const { id: projectId } = await createProject(inside, {
        titleZh: each.zh,
        titleEn: each.en,
        summaryZh: null,
        summaryEn: each.about,
        visibility: each.visibility,
        region: each.region,
        initiatorId: named(actors, each.initiator).id,
        initiatorRole: 'FINAL_CONSUMER',
        budgetMinor: each.budget * 100n,
        budgetCurrency: 'CNY',
      });
      for (const [actor, role, contribution] of each.parts) {
        await addParticipation(inside, { projectId, actorId: named(actors, actor).id, role, contribution });
      }
      for (const name of each.uses)
        await useResource(inside, { projectId, resourceId: named(resources, name).id });
    }
  });
}
