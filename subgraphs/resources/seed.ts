import { eq } from 'drizzle-orm';
import { publishedActor, publishedPlatform } from '../../db/tables/actors/published.ts';
import type { ResourceState, SharingCondition } from '../../db/tables/resources.ts';
import { type Context, inTransaction } from '../../schema/context.ts';
import type { ActorId, Id } from '../../schema/ids.ts';
import { newId } from '../../schema/ids.ts';
import { addEquipment } from './equipment.store.ts';
import { addKnowledge } from './knowledge.store.ts';
import type { equipmentKinds } from './kinds.ts';
import { addMaterial } from './material.store.ts';
import { declareResources, type ResourceWish } from './resource.store.ts';
import { seedEquipment } from './seed.equipment.ts';
import { seedOthers } from './seed.others.ts';
import { addTechnology } from './technology.store.ts';
import { setConfidentialPart } from './confidential/confidential.store.ts';

/** One row of the demo catalogue. */
export interface SeedRow {
  zh: string;
  en: string;
  about: string;
  provider: string;
  keywords: string[];
  sharing?: SharingCondition;
  state?: ResourceState;
}
export interface SeedEquipment extends SeedRow {
  kind: keyof typeof equipmentKinds;
  maker: string;
  model: string;
  /** Yuan an hour. */
  cost: bigint;
}

/** The catalogue of the demo region: equipment, technology, knowledge and material of its providers. */
export function seed(context: Context): Promise<void> {
  return inTransaction(context, async (inside) => {
    const actors = await inside.db.select().from(publishedActor);
    const [platform] = await inside.db
      .select()
      .from(publishedPlatform)
      .where(eq(publishedPlatform.nameEn, 'Yichang generic-drug platform'));
    const wish = (row: SeedRow, id: ResourceWish['id'], family: ResourceWish['family']): ResourceWish => {
      const provider = actors.find(({ nameEn }) => nameEn === row.provider);
      if (!provider) throw new Error(`The seed names no provider ${row.provider}.`);
      return {
        id,
        family,
        nameZh: row.zh,
        nameEn: row.en,
        descriptionZh: null,
        descriptionEn: row.about,
        providerId: provider.id,
        platformId: provider.region?.startsWith('4205') ? (platform?.id ?? null) : null,
        region: provider.region,
        sharing: row.sharing ?? 'BY_APPLICATION',
        state: row.state ?? 'PUBLISHED',
        keywords: row.keywords,
        ...contactOf(provider.id),
      };
    };

    const instruments = seedEquipment.map((row) => ({ row, id: newId('Equipment') }));
    await declareResources(
      inside,
      instruments.map(({ row, id }) => wish(row, id, 'EQUIPMENT')),
    );
    await addEquipment(
      inside,
      instruments.map(({ row, id }, index) => ({
        id,
        kind: row.kind,
        maker: row.maker,
        model: row.model,
        serialNumber: `SN-${2015 + (index % 9)}-${1000 + index * 37}`,
        place: `Building ${1 + (index % 4)}, room ${201 + index}`,
        internalCostMinor: row.cost * 100n,
        internalCostCurrency: 'CNY',
      })),
    );

    const { technologies, knowledge, materials } = seedOthers;
    const technologyRows = technologies.map((row) => ({ row, id: newId('Technology') }));
    await declareResources(
      inside,
      technologyRows.map(({ row, id }) => wish(row, id, 'TECHNOLOGY')),
    );
    await addTechnology(
      inside,
      technologyRows.map(({ row, id }) => ({ id, ...row.own })),
    );
    // One of them has more to tell to whoever signs for it.
    await setConfidentialPart(inside, technologyRows[0]!.id, {
      text: {
        zh: '湿法制粒终点：扭矩曲线拐点后 40 秒；干燥至水分 1.8%–2.2%。',
        en: 'End of wet granulation: 40 s after the torque curve turns; dry to 1.8–2.2 % of water.',
      },
      agreement: {
        zh: '我只为评估是否合作而阅读，不向他人透露，三年内不据此申请权利。',
        en: 'I read this only to judge whether to work together, tell nobody, and file no right on it for three years.',
      },
    });
    const knowledgeRows = knowledge.map((row) => ({ row, id: newId('Knowledge') }));
    await declareResources(
      inside,
      knowledgeRows.map(({ row, id }) => wish(row, id, 'KNOWLEDGE')),
    );
    await addKnowledge(
      inside,
      knowledgeRows.map(({ row, id }) => ({ id, ...row.own })),
    );
    const materialRows = materials.map((row) => ({ row, id: newId('Material') }));
    await declareResources(
      inside,
      materialRows.map(({ row, id }) => wish(row, id, 'MATERIAL')),
    );
    await addMaterial(
      inside,
      materialRows.map(({ row, id }) => ({ id, ...row.own })),
    );
  });
}

const contactOf = (providerId: ActorId | Id<'Organization'>) => ({
  contactName: 'Sharing desk',
  contactUrl: 'https://sharing.yichang.example/contact',
  contactEmail: `sharing+${providerId.slice(-6)}@yichang.example`,
  contactTelephone: '+86 717 555 0188',
});
