import { isPublic } from '../../schema/access.ts';
import { entity } from '../../schema/builder.ts';
import { moneyType } from '../../schema/value-types.ts';
import { isCostReader, isProviderMemberOrAuditor } from './access.ts';
import { builder } from './builder.ts';
import { equipmentById } from './equipment.store.ts';
import { enumOf, equipmentKinds } from './kinds.ts';
import { Resource, resourceOf } from './resource.ts';
import type { ResourceRow } from './resource.store.ts';

const EquipmentKind = enumOf(builder, 'EquipmentKind', 'What sort of equipment it is.', equipmentKinds);

export const Equipment = builder.objectRef<ResourceRow>('Equipment').implement({
  description: 'A shared instrument, line, facility, station or plant.',
  access: isPublic,
  interfaces: [Resource],
  fields: (t) => ({
    kind: t.field({
      type: EquipmentKind,
      nullable: true,
      access: isPublic,
      description: 'What sort; null when its source did not say.',
      resolve: async ({ id }, _args, context) =>
        (await equipmentById(context).load(id))?.kind as keyof typeof equipmentKinds,
    }),
    maker: t.string({
      nullable: true,
      access: isPublic,
      description: 'Who made it, or null.',
      resolve: async ({ id }, _args, context) => (await equipmentById(context).load(id))?.maker,
    }),
    model: t.string({
      nullable: true,
      access: isPublic,
      description: 'Model as its maker names it, or null.',
      resolve: async ({ id }, _args, context) => (await equipmentById(context).load(id))?.model,
    }),
    place: t.string({
      nullable: true,
      access: isPublic,
      description: 'Where it stands, in words of the provider, or null.',
      resolve: async ({ id }, _args, context) => (await equipmentById(context).load(id))?.place,
    }),
    serialNumber: t.string({
      nullable: true,
      access: isProviderMemberOrAuditor,
      description: 'Serial number on the plate; hidden from the public to deter theft.',
      resolve: async ({ id }, _args, context) => (await equipmentById(context).load(id))?.serialNumber,
    }),
    internalCost: t.field({
      type: moneyType(builder),
      nullable: true,
      access: isCostReader,
      description: 'What an hour costs the provider itself; null when not stated.',
      resolve: async ({ id }, _args, context) => {
        const row = await equipmentById(context).load(id);
        if (row?.internalCostMinor == null || row.internalCostCurrency === null) return null;
        return { amountMinor: row.internalCostMinor, currency: row.internalCostCurrency };
      },
    }),
  }),
});

entity(builder, Equipment, resourceOf('Equipment'));
