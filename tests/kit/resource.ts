import type { Family } from '../../schema/events.ts';
import { newId, type ResourceId } from '../../schema/ids.ts';
import type { ResourceWish } from '../../subgraphs/resources/resource.store.ts';

const newIdOf: Record<Family, () => ResourceId> = {
  EQUIPMENT: () => newId('Equipment'),
  TECHNOLOGY: () => newId('Technology'),
  KNOWLEDGE: () => newId('Knowledge'),
  MATERIAL: () => newId('Material'),
};

/** What describes a published resource of which nothing but an English name is known. */
export const bareWish = {
  nameZh: null,
  nameEn: 'Name',
  descriptionZh: null,
  descriptionEn: null,
  region: null,
  sharing: 'OPEN',
  state: 'PUBLISHED',
  keywords: [],
  contactName: null,
  contactUrl: null,
  contactEmail: null,
  contactTelephone: null,
} satisfies Omit<ResourceWish, 'id' | 'family' | 'providerId' | 'platformId'>;

/** A resource to declare, with a new id of its family; its provider is nobody's unless told. */
export const resourceWish = (family: Family, own: Partial<ResourceWish> = {}): ResourceWish => ({
  ...bareWish,
  id: newIdOf[family](),
  family,
  providerId: newId('Organization'),
  platformId: null,
  ...own,
});
