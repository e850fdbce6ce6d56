import { sql } from 'drizzle-orm';
import type { Context } from '../../../schema/context.ts';
import type { CoCreationRoleState } from '../../../schema/events.ts';
import { newId } from '../../../schema/ids.ts';
import { writeRole } from '../../kit/role.ts';
import type { Base } from '../base/base.ts';
import { type Deed, place } from '../place.ts';

const statement = 'MARKSTATEMENT6T2';
const reason = 'MARKREASON1V8';

/** The institute holds one role by the platform, and held another that was revoked. */
export const coCreationRole = place({
  markers: { 'CoCreationRoleGrant.statement': [statement], 'CoCreationRoleGrant.reason': [reason] },
  write: async ({ db }, { organization, platform, person }) => {
    const facts = {
      actorId: organization.provider,
      platformId: platform,
      role: 'SERVICE_SUPPORTER' as const,
    };
    const people = { requestedBy: person.provider, decidedBy: person.operator };
    const revoked = await writeRole(db, facts, 'REVOKED');
    const held = await writeRole(db, { ...facts, ...people, statement, reason }, 'GRANTED');
    return { held, revoked };
  },
  meet: ({ held, revoked }, base) => {
    const root = { entity: 'Query', id: '' };
    const of = (id: string) => `coCreationRoleGrant(id: "${id}") { % }`;
    const lasting = ['id', 'actor', 'role', 'state', 'platform', 'requestedAt', 'since', 'dueAt', 'endsAt'];
    const guarded = ['statement', 'reason', 'requestedBy', 'decidedBy'];
    return {
      anchors: {
        CoCreationRoleGrant: [
          { ...root, inside: of(held), only: [...lasting, ...guarded, 'viewerMay'] },
          { ...root, inside: of(revoked), only: ['endedAt'], isHidden: true as const },
        ],
        CoCreationRoleGuide: [{ ...root, inside: 'coCreationRoleGuide { % }' }],
        CoCreationStage: [{ ...root, inside: 'coCreationRoleGuide { stages { % } }' }],
      },
      arguments: { 'Query.coCreationRoleGrant': `(id: "${held}")` },
      deeds: deeds(base),
    };
  },
});

/** Deeds are done to a role that no other row has. */
const undo = ({ db }: Context) =>
  db.execute(sql`delete from actors.co_creation_role where role = 'NORM_GUIDE'`).then(() => {});

function deeds({ organization, platform, person }: Base): Deed[] {
  const facts = { actorId: organization.provider, platformId: platform };
  const put = (state: CoCreationRoleState) => async (context: Context) => {
    // One at a time: what another asker left would stand in the way.
    await undo(context);
    return writeRole(context.db, facts, state);
  };
  const absent = newId('CoCreationRoleGrant');
  const unknownAs = { refusal: 'CoCreationRoleUnknown', row: 'ROLE', absent };
  const input = (id: string, more = '') => `(input: { grantId: "${id}" ${more} })`;
  const request = (actorId: string, platformId: string = platform) =>
    `coCreationRoleRequest(input: { actorId: "${actorId}", role: NORM_GUIDE, platformId: "${platformId}" })`;
  const steps: [name: string, from: CoCreationRoleState, more?: string][] = [
    ['coCreationRoleGrant', 'REQUESTED'],
    ['coCreationRoleRefuse', 'REQUESTED', 'reason: "No."'],
    ['coCreationRoleRevoke', 'GRANTED', 'reason: "No."'],
    ['coCreationRoleWithdraw', 'REQUESTED'],
  ];
  return [
    {
      meets: 'Mutation.coCreationRoleRequest',
      query: () => request(organization.provider),
      mayAt: () => `{ node(id: "${organization.provider}") { ... on Organization { % } } }`,
      succeedsAs: 'CoCreationRoleRequestSuccess',
      undo,
    },
    ...steps.map(([name, from, more]): Deed => ({
      meets: `Mutation.${name}`,
      prepare: put(from),
      query: (id) => `${name}${input(id, more)}`,
      succeedsAs: `${name[0]!.toUpperCase()}${name.slice(1)}Success`,
      // What is held everybody knows of: there it is a denial.
      ...(from === 'REQUESTED' ? { unknownAs } : {}),
      undo,
    })),
    { meets: 'CoCreationRoleUnknown', query: () => `coCreationRoleGrant${input(absent)}` },
    {
      meets: 'CoCreationRoleUnusable',
      query: () => request(organization.provider, newId('Platform')),
    },
    {
      meets: 'CoCreationRoleTaken',
      prepare: put('REQUESTED'),
      query: () => request(organization.provider),
      undo,
    },
    {
      meets: 'CoCreationRoleMovedOn',
      prepare: put('REFUSED'),
      query: (id) => `coCreationRoleGrant${input(id)}`,
      undo,
    },
    // The member is verified by nobody but as one of the institute.
    { meets: 'VerificationNeeded', query: () => request(person.member) },
  ];
}
