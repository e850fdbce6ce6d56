import type { ResourceState } from '../../../db/tables/resources.ts';
import type { Context } from '../../../schema/context.ts';
import { type ActorId, type Id, newId } from '../../../schema/ids.ts';
import { addEquipment } from '../../../subgraphs/resources/equipment.store.ts';
import { addKnowledge } from '../../../subgraphs/resources/knowledge.store.ts';
import { addMaterial } from '../../../subgraphs/resources/material.store.ts';
import { declareResources, type ResourceWish } from '../../../subgraphs/resources/resource.store.ts';
import { addTechnology } from '../../../subgraphs/resources/technology.store.ts';
import { region, word } from './organizations.ts';

export const resourceMarkers = {
  'Equipment.serialNumber': ['MARKSERIAL7K2'],
  'Equipment.internalCost': ['7310059171'],
  'Money.amountMinor': ['7310059171'],
  'ResourceContact.name': ['MARKASKFOR'],
  'ResourceContact.email': ['markresource@'],
  'ResourceContact.telephone': ['+86 717 7310 0001'],
};

interface Where {
  providerId: ActorId;
  platformId: Id<'Platform'>;
}

const wish = (
  where: Where,
  own: Pick<ResourceWish, 'id' | 'family' | 'nameEn'> & { state?: ResourceState },
): ResourceWish => ({
  ...where,
  nameZh: '资源',
  descriptionZh: '说明',
  descriptionEn: 'Description',
  region,
  sharing: 'OPEN',
  state: 'PUBLISHED',
  keywords: ['keyword'],
  contactName: resourceMarkers['ResourceContact.name'][0]!,
  contactUrl: 'https://resource.example/',
  contactEmail: `${resourceMarkers['ResourceContact.email'][0]!}resource.example`,
  contactTelephone: resourceMarkers['ResourceContact.telephone'][0]!,
  ...own,
});

/** Writes one public resource of each family, and one piece of equipment in each other state. */
export async function writeResources(context: Context, where: Where) {
  return { resource: await writeFamilies(context, where), hidden: await writeStates(context, where) };
}

async function writeFamilies(context: Context, where: Where) {
  const ids = {
    Equipment: newId('Equipment'),
    Technology: newId('Technology'),
    Knowledge: newId('Knowledge'),
    Material: newId('Material'),
  };
  await declareResources(context, [
    wish(where, { id: ids.Equipment, family: 'EQUIPMENT', nameEn: `${word} equipment` }),
    wish(where, { id: ids.Technology, family: 'TECHNOLOGY', nameEn: `${word} technology` }),
    wish(where, { id: ids.Knowledge, family: 'KNOWLEDGE', nameEn: `${word} knowledge` }),
    wish(where, { id: ids.Material, family: 'MATERIAL', nameEn: `${word} material` }),
  ]);
  await addEquipment(context, [equipmentRow(ids.Equipment)]);
  await addTechnology(context, [
    { id: ids.Technology, kind: 'PATENT', readinessLevel: 6, patentNumber: 'P1', transferWays: ['LICENCE'] },
  ]);
  await addKnowledge(context, [
    { id: ids.Knowledge, kind: 'REPORT', url: 'https://knowledge.example/', issuedOn: '2026-01-02' },
  ]);
  await addMaterial(context, [
    { id: ids.Material, kind: 'REFERENCE_MATERIAL', batch: 'B1', certificate: 'C1' },
  ]);
  return ids;
}

/** One piece of equipment in each state but the public one, with the same guarded values. */
async function writeStates(context: Context, where: Where) {
  const ids = { DRAFT: newId('Equipment'), CHECKED: newId('Equipment'), WITHDRAWN: newId('Equipment') };
  const states = Object.entries(ids) as [keyof typeof ids, Id<'Equipment'>][];
  await declareResources(
    context,
    states.map(([state, id]) =>
      wish(where, { id, family: 'EQUIPMENT', nameEn: `Hiddenscope ${state}`, state }),
    ),
  );
  await addEquipment(
    context,
    states.map(([, id]) => equipmentRow(id)),
  );
  return ids;
}

const equipmentRow = (id: Id<'Equipment'>) => ({
  id,
  kind: 'LARGE_INSTRUMENT' as const,
  maker: 'Maker',
  model: 'Model',
  place: 'Room 1',
  serialNumber: resourceMarkers['Equipment.serialNumber'][0]!,
  internalCostMinor: BigInt(resourceMarkers['Equipment.internalCost'][0]!),
  internalCostCurrency: 'CNY',
});
