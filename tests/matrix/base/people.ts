import type { Context } from '../../../schema/context.ts';
import type { MembershipRole, PlatformRole } from '../../../schema/events.ts';
import type { Id } from '../../../schema/ids.ts';
import { developmentIssuer } from '../../../schema/personas.ts';
import { type Scope, scopes } from '../../../schema/scopes.ts';
import { createApiKey } from '../../../subgraphs/actors/key/key.store.ts';
import { beginMembership } from '../../../subgraphs/actors/membership/membership.store.ts';
import { declarePerson, linkSignIn } from '../../../subgraphs/actors/person/person.store.ts';
import { grantCoCreationRole } from '../../../subgraphs/actors/role/co-creation-role.store.ts';
import { grantRole } from '../../../subgraphs/actors/role/role-grant.store.ts';
import type { KeyIdentity, PersonIdentity } from '../identities.ts';
import type { writeOrganizations } from './organizations.ts';

export const personMarkers = {
  'PersonContact.email': ['markperson@'],
  'PersonContact.telephone': ['+86 717 7310 0003'],
};

type Organizations = Awaited<ReturnType<typeof writeOrganizations>>;

interface Standing {
  at?: Id<'Organization'>;
  as?: MembershipRole;
  serves?: { role: PlatformRole; platformId?: Id<'Platform'>; region?: string };
}

/** Writes each identity that is a person, with its place and its role; each signs in by its own name. */
export async function writePeople(
  context: Context,
  organization: Organizations,
  { platform, otherPlatform }: { platform: Id<'Platform'>; otherPlatform: Id<'Platform'> },
): Promise<Record<PersonIdentity, Id<'Person'>>> {
  const standings: Record<PersonIdentity, Standing> = {
    stranger: {},
    verified: { at: organization.verified, as: 'MEMBER' },
    member: { at: organization.provider, as: 'MEMBER' },
    provider: { at: organization.provider, as: 'ADMINISTRATOR' },
    otherProvider: { at: organization.other, as: 'ADMINISTRATOR' },
    participant: { at: organization.participant, as: 'ADMINISTRATOR' },
    operator: { serves: { role: 'OPERATOR', platformId: platform } },
    otherOperator: { serves: { role: 'OPERATOR', platformId: otherPlatform } },
    regulator: { serves: { role: 'REGULATOR', region: '420500' } },
    otherRegulator: { serves: { role: 'REGULATOR', region: '110000' } },
    auditor: { serves: { role: 'AUDITOR' } },
    partner: { serves: { role: 'PARTNER', platformId: platform } },
  };
  const ids = {} as Record<PersonIdentity, Id<'Person'>>;
  for (const [name, standing] of Object.entries(standings) as [PersonIdentity, Standing][])
    ids[name] = await writePerson(context, name, standing);
  await grantCoCreationRole(context, ids.member, 'SERVICE_SUPPORTER');
  return ids;
}

async function writePerson(context: Context, name: PersonIdentity, { at, as, serves }: Standing) {
  const isAsked = name === 'member';
  const { id } = await declarePerson(context, {
    nameZh: '某人',
    nameEn: `Person ${name}`,
    orcid: isAsked ? '0000-0002-1825-0097' : null,
    contactEmail: isAsked ? `${personMarkers['PersonContact.email'][0]!}people.example` : null,
    contactTelephone: isAsked ? personMarkers['PersonContact.telephone'][0]! : null,
  });
  if (at && as)
    await beginMembership(context, { organizationId: at, personId: id, role: as, position: 'Place' });
  if (serves) await grantRole(context, { actorId: id, ...serves });
  await linkSignIn(context, { issuer: developmentIssuer, subject: name, personId: id });
  return id;
}

/** Makes the keys of those who come with one; returns the keys themselves. */
export async function writeKeys(
  context: Context,
  person: Record<PersonIdentity, Id<'Person'>>,
  platformId: Id<'Platform'>,
): Promise<Record<KeyIdentity, string>> {
  const make = async (
    ownerId: Id<'Person'>,
    scopes: readonly Scope[],
    narrow: { platformId?: Id<'Platform'> } = {},
  ) => {
    const { secret } = await createApiKey(context, {
      ...{ name: 'Key of an identity', ownerId, organizationId: null, platformId: null, regions: [] },
      ...{ scopes: [...scopes], pointsPerMinute: 10_000, ...narrow },
      expiresAt: new Date(context.now.getTime() + 86_400_000),
    });
    return secret;
  };
  return {
    narrowKey: await make(person.member, ['read-public']),
    wideKey: await make(person.provider, Object.keys(scopes) as Scope[]),
    partner: await make(person.partner, ['read-member', 'push-catalogue'], { platformId }),
  };
}
