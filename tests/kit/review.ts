import { sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { qualificationMark, qualificationReview } from '../../db/tables/actors/review.ts';
import { event } from '../../db/tables/log.ts';
import { type Context, newContext, type Viewer } from '../../schema/context.ts';
import type { MembershipRole, QualificationKind, QualificationReviewState } from '../../schema/events.ts';
import { type ActorId, type Id, newId } from '../../schema/ids.ts';
import { allScopes } from '../../schema/scopes.ts';
import { beginMembership } from '../../subgraphs/actors/membership/membership.store.ts';
import { declareOrganization } from '../../subgraphs/actors/organization/organization.store.ts';
import { declarePerson } from '../../subgraphs/actors/person/person.store.ts';
import { declarePlatform } from '../../subgraphs/actors/platform/platform.store.ts';
import { qualificationKinds } from '../../subgraphs/actors/review/review.kinds.ts';
import type { Graph } from './graph.ts';

const dayMs = 86_400_000;
const open = ['REQUESTED', 'IN_REVIEW', 'INFORMATION_WANTED'];

/** Whom reviews are about in tests: a platform with two operators, and an institute. */
export interface ReviewPeople {
  platform: Id<'Platform'>;
  otherPlatform: Id<'Platform'>;
  institute: Id<'Organization'>;
  administrator: Viewer;
  member: Viewer;
  operator: Viewer;
  secondOperator: Viewer;
  /** Operates the platform, and belongs to the institute. */
  involved: Viewer;
  otherOperator: Viewer;
  stranger: Viewer;
  auditor: Viewer;
  expert: Viewer;
}

/** The same viewer through a key that may do everything a key may. */
export const throughKey = (viewer: Viewer): Viewer => ({ ...viewer, scopes: allScopes });

/** Declares them. Each is known as the gateway would know them. */
export async function declareReviewPeople(graph: Pick<Graph, 'database'>): Promise<ReviewPeople> {
  const context = newContext(graph.database, null);
  const institute = await newOrganization(context, 'Institute');
  const office = await newOrganization(context, 'Office');
  const newPlatform = async (nameEn: string, regions: string[]) => {
    const described = { nameZh: null, nameEn, kind: 'INTERMEDIARY', website: null };
    return (await declarePlatform(context, { ...described, operatorId: office, regions })).id;
  };
  const platform = await newPlatform('Platform', ['420500']);
  const otherPlatform = await newPlatform('Other platform', ['330100']);
  const enter = async (...places: [Id<'Organization'>, MembershipRole][]): Promise<Viewer> => {
    const { id } = await declarePerson(context, { nameEn: 'Somebody' });
    for (const [organizationId, role] of places)
      await beginMembership(context, { organizationId, personId: id, role });
    const organizations = places.map(([organizationId, role]) => ({ id: organizationId, role }));
    return { actorId: id, organizations, roles: [], scopes: null };
  };
  const operates = (viewer: Viewer, platformId: Id<'Platform'>): Viewer => ({
    ...viewer,
    roles: [{ role: 'OPERATOR', platformId, region: null }],
  });
  return {
    ...{ platform, otherPlatform, institute },
    administrator: await enter([institute, 'ADMINISTRATOR']),
    member: await enter([institute, 'RESOURCE_MANAGER']),
    operator: operates(await enter([office, 'MEMBER']), platform),
    secondOperator: operates(await enter([office, 'MEMBER']), platform),
    involved: operates(await enter([institute, 'MEMBER']), platform),
    otherOperator: operates(await enter([office, 'MEMBER']), otherPlatform),
    stranger: await enter(),
    auditor: { ...(await enter()), roles: [{ role: 'AUDITOR', platformId: null, region: null }] },
    expert: await enter([institute, 'MEMBER']),
  };
}

export async function newOrganization(context: Context, nameEn: string): Promise<Id<'Organization'>> {
  return (await declareOrganization(context, { kind: 'SME', nameEn, region: '420506' })).id;
}

/** Writes a review where it is to stand, past every rule but the database's own. */
export async function writeReview(
  tx: Db,
  facts: Partial<typeof qualificationReview.$inferInsert> & { actorId: ActorId; platformId: Id<'Platform'> },
  state: QualificationReviewState,
  { days = 10, isMarked = true } = {},
): Promise<Id<'QualificationReview'>> {
  const { kind = 'ORGANIZATION_IDENTITY', ...rest } = facts;
  const id = newId('QualificationReview');
  const now = new Date();
  const then = new Date(now.getTime() + days * dayMs);
  const hasValidity = ['APPROVED', 'EXPIRED', 'RENEWED', 'REVOKED'].includes(state);
  await tx.insert(qualificationReview).values({
    dueAt: open.includes(state) ? then : null,
    endsAt: open.includes(state) || state === 'APPROVED' ? then : null,
    validUntil: hasValidity ? then : null,
    ...{ ...rest, id, kind, state, requestedAt: now },
  });
  if (isMarked) {
    const marks = qualificationKinds[kind].checklist.map(({ key }) => ({ item: key, mark: 'MET' as const }));
    await tx.insert(qualificationMark).values(marks.map((mark) => ({ ...mark, reviewId: id })));
  }
  return id;
}

/** The same in a transaction of its own. */
export const putReview = (
  { database }: Pick<Graph, 'database'>,
  facts: { actorId: ActorId; platformId: Id<'Platform'>; kind?: QualificationKind },
  state: QualificationReviewState,
  options: { days?: number; isMarked?: boolean } = {},
) => database.write((tx) => writeReview(tx, facts, state, options));

/** Every review, mark and the number of events: equal before and after a "no". */
export const reviewsStanding = async ({ database }: Pick<Graph, 'database'>) => ({
  reviews: await database.read.select().from(qualificationReview).orderBy(qualificationReview.id),
  marks: await database.read
    .select()
    .from(qualificationMark)
    .orderBy(qualificationMark.reviewId, qualificationMark.item),
  events: await database.read.$count(event),
});

/** What was recorded of this, in order. */
export const eventsOf = ({ database }: Pick<Graph, 'database'>, id: string) =>
  database.read
    .select({ kind: event.kind, actorId: event.actorId, data: event.data })
    .from(event)
    .where(sql`${event.subject} = ${id}`)
    .orderBy(event.xid, event.id);
