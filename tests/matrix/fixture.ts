import { sql } from 'drizzle-orm';
import type { ResourceState } from '../../db/tables/resources.ts';
import { type Context, inTransaction, newContext } from '../../schema/context.ts';
import type { MembershipRole, Visibility } from '../../schema/events.ts';
import { type ActorId, type Id, newId } from '../../schema/ids.ts';
import { developmentIssuer } from '../../schema/personas.ts';
import { grantCoCreationRole } from '../../subgraphs/actors/role/co-creation-role.store.ts';
import { createApiKey, revokeApiKey } from '../../subgraphs/actors/key/key.store.ts';
import { beginMembership } from '../../subgraphs/actors/membership/membership.store.ts';
import { grantRole } from '../../subgraphs/actors/role/role-grant.store.ts';
import {
  declareOrganization,
  type OrganizationWish,
} from '../../subgraphs/actors/organization/organization.store.ts';
import { declarePerson, linkSignIn } from '../../subgraphs/actors/person/person.store.ts';
import { declarePlatform } from '../../subgraphs/actors/platform/platform.store.ts';
import { addParticipation } from '../../subgraphs/projects/participation.store.ts';
import { createProject } from '../../subgraphs/projects/project.store.ts';
import { useResource } from '../../subgraphs/projects/resource-use.store.ts';
import { addEquipment } from '../../subgraphs/resources/equipment.store.ts';
import { addKnowledge } from '../../subgraphs/resources/knowledge.store.ts';
import { addMaterial } from '../../subgraphs/resources/material.store.ts';
import { declareResources, type ResourceWish } from '../../subgraphs/resources/resource.store.ts';
import { addTechnology } from '../../subgraphs/resources/technology.store.ts';
import type { Graph } from '../kit/graph.ts';
import type { Identity } from './policy.ts';

/** Every guarded value of the fixture, by coordinate: each a string that stands nowhere else. */
export const markers: Record<string, string[]> = {
  'Equipment.serialNumber': ['MARKSERIAL7K2'],
  'Equipment.internalCost': ['7310059171'],
  'ResourceContact.name': ['MARKASKFOR'],
  'ResourceContact.email': ['markresource@'],
  'ResourceContact.telephone': ['+86 717 7310 0001'],
  'OrganizationContact.email': ['markorganization@'],
  'OrganizationContact.telephone': ['+86 717 7310 0002'],
  'PersonContact.email': ['markperson@'],
  'PersonContact.telephone': ['+86 717 7310 0003'],
  'Project.budget': ['8310059171'],
  'Participation.contribution': ['MARKCONTRIBUTION'],
  'Money.amountMinor': ['7310059171'],
};

/** A word in the names of what a text search is to find. */
export const word = 'Matrixscope';
const region = '420506';

export type FixtureIds = Awaited<ReturnType<typeof writeFixture>>;

/** Writes the rows of `policy.csv`, through the stores and in one transaction. */
export function writeFixture({ database }: Pick<Graph, 'database'>) {
  return inTransaction(newContext(database, null), async (context) => {
    const organization = await writeOrganizations(context);
    const platform = await declarePlatform(context, {
      nameZh: '平台',
      nameEn: 'Platform',
      kind: 'INTERMEDIARY',
      operatorId: organization.operator,
      website: 'https://platform.example/',
      contactUrl: 'https://platform.example/contact',
      // As of one that had to be admitted.
      decideBy: context.now,
      regions: ['420500'],
    });
    const person = await writePeople(context, organization, platform.id);
    const resource = await writeResources(context, {
      providerId: organization.provider,
      platformId: platform.id,
    });
    const hidden = await writeStates(context, { providerId: organization.provider, platformId: platform.id });

    const begin = (initiatorId: ActorId, visibility: Visibility = 'PUBLIC') =>
      createProject(context, {
        titleZh: '项目',
        titleEn: `Project ${visibility}`,
        summaryZh: '概要',
        summaryEn: 'Summary',
        visibility,
        region,
        initiatorId,
        initiatorRole: 'FINAL_CONSUMER',
        budgetMinor: BigInt(markers['Project.budget']![0]!),
        budgetCurrency: 'CNY',
      });
    const ofProvider = await begin(organization.provider);
    // Nobody of the identities began this one, so nobody may change it.
    const ofFellow = await begin(organization.fellow);
    await addParticipation(context, {
      projectId: ofFellow.id,
      actorId: person.member,
      role: 'SERVICE_SUPPORTER',
      contribution: null,
    });
    const members = await begin(organization.participant, 'MEMBERS');
    const participants = await begin(organization.participant, 'PARTICIPANTS');
    const main = await begin(organization.participant);
    await addParticipation(context, {
      projectId: main.id,
      actorId: organization.fellow,
      role: 'RESOURCE_PROVIDER',
      contribution: `${markers['Participation.contribution']![0]!}: four hundred hours`,
    });
    for (const resourceId of [...Object.values(resource), ...Object.values(hidden)])
      await useResource(context, { projectId: main.id, resourceId });
    for (const { id: projectId } of [members, participants])
      await useResource(context, { projectId, resourceId: resource.Equipment });

    return {
      organization,
      person,
      platform: platform.id,
      resource,
      hidden,
      project: {
        main: main.id,
        ofProvider: ofProvider.id,
        ofFellow: ofFellow.id,
        MEMBERS: members.id,
        PARTICIPANTS: participants.id,
      },
    };
  });
}

async function writeOrganizations(context: Context) {
  const declare = async (nameEn: string, rest: Partial<OrganizationWish> = {}) => {
    const { id } = await declareOrganization(context, {
      kind: 'RESEARCH_INSTITUTE',
      nameZh: '机构',
      nameEn,
      region,
      website: 'https://organization.example/',
      contactEmail: `${markers['OrganizationContact.email']![0]!}organization.example`,
      contactTelephone: markers['OrganizationContact.telephone']![0]!,
      isChecked: true,
      ...rest,
    });
    await grantCoCreationRole(context, id, 'RESOURCE_PROVIDER');
    return id;
  };
  const successorRor = 'https://ror.org/03acrzv41';
  return {
    participant: await declare('Firm'),
    fellow: await declare('Fellow firm'),
    operator: await declare('Operator'),
    other: await declare('Other institute', { ror: successorRor }),
    provider: await declare(`${word} institute`, {
      uscc: '91420500MA00000000',
      ror: 'https://ror.org/02mhbdp94',
      status: 'INACTIVE',
      successorRor,
    }),
  };
}

async function writePeople(
  context: Context,
  organization: Awaited<ReturnType<typeof writeOrganizations>>,
  platformId: Id<'Platform'>,
) {
  const people: [Exclude<Identity, 'nobody'>, { at?: Id<'Organization'>; role?: MembershipRole }][] = [
    ['stranger', {}],
    ['participant', { at: organization.participant, role: 'ADMINISTRATOR' }],
    ['member', { at: organization.provider, role: 'MEMBER' }],
    ['provider', { at: organization.provider, role: 'ADMINISTRATOR' }],
    ['operator', {}],
    ['regulator', {}],
    ['auditor', {}],
    ['otherProvider', { at: organization.other, role: 'ADMINISTRATOR' }],
  ];
  const ids: Partial<Record<Identity, Id<'Person'>>> = {};
  for (const [name, { at, role }] of people) {
    const isAsked = name === 'member';
    const { id } = await declarePerson(context, {
      nameZh: '某人',
      nameEn: `Person ${name}`,
      orcid: isAsked ? '0000-0002-1825-0097' : null,
      contactEmail: isAsked ? `${markers['PersonContact.email']![0]!}people.example` : null,
      contactTelephone: isAsked ? markers['PersonContact.telephone']![0]! : null,
    });
    if (at && role)
      await beginMembership(context, { organizationId: at, personId: id, role, position: 'Place' });
    await linkSignIn(context, { issuer: developmentIssuer, subject: name, personId: id });
    ids[name] = id;
  }
  const { operator, regulator, auditor, member, provider } = ids as Record<Identity, Id<'Person'>>;
  await grantCoCreationRole(context, member, 'SERVICE_SUPPORTER');
  await grantRole(context, { actorId: operator, role: 'OPERATOR', platformId });
  await grantRole(context, { actorId: regulator, role: 'REGULATOR', region: '420500' });
  await grantRole(context, { actorId: auditor, role: 'AUDITOR' });
  await writeKey(context, member, organization.provider, platformId);
  return { member, provider };
}

/** A key of the member with everything that can be said of one: it was used, and then revoked. */
async function writeKey(
  context: Context,
  ownerId: Id<'Person'>,
  organizationId: Id<'Organization'>,
  platformId: Id<'Platform'>,
) {
  const { row } = await createApiKey(context, {
    ...{ name: 'Key', ownerId, organizationId, platformId },
    ...{ scopes: ['read-public'], regions: [region], pointsPerMinute: 10 },
    expiresAt: new Date(context.now.getTime() + 1_000_000),
  });
  await context.db.execute(sql`select actors.note_key_use(${row.id})`);
  await revokeApiKey(context, row.id);
}

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
  contactName: markers['ResourceContact.name']![0]!,
  contactUrl: 'https://resource.example/',
  contactEmail: `${markers['ResourceContact.email']![0]!}resource.example`,
  contactTelephone: markers['ResourceContact.telephone']![0]!,
  ...own,
});

async function writeResources(context: Context, where: Where) {
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
  serialNumber: markers['Equipment.serialNumber']![0]!,
  internalCostMinor: BigInt(markers['Equipment.internalCost']![0]!),
  internalCostCurrency: 'CNY',
});
