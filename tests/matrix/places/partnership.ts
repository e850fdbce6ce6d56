import { eq, sql } from 'drizzle-orm';
import { partnership as partnershipTable } from '../../../db/tables/actors/partnership.ts';
import type { Context } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import {
  confirmPartnership,
  endPartnership,
  proposePartnership,
} from '../../../subgraphs/actors/partnership/partnership.store.ts';
import type { Base } from '../base/base.ts';
import { type Deed, place } from '../place.ts';
import { ownOr } from './alliance.rows.ts';

const notice = 'MARKNOTICE8D2';
/** What deeds are done to, and how it is known again when they are over: lists of parties stay as they
 *  were. */
const ofDeeds = 'Deeds';
const undo = async ({ db }: Context) => {
  const gone = sql`(select id from actors.partnership where scope_en = ${ofDeeds})`;
  await db.execute(sql`delete from actors.partnership_party where partnership_id in ${gone}`);
  await db.delete(partnershipTable).where(eq(partnershipTable.scopeEn, ofDeeds));
};
/** Five years from today. */
function term() {
  const startsOn = new Date().toISOString().slice(0, 10);
  return { startsOn, endsOn: `${Number(startsOn.slice(0, 4)) + 5}-06-30` };
}
type Audience = 'PUBLIC' | 'PARTIES';

/** Proposes a partnership of the other institute with the firm and the verified firm. */
function propose(
  context: Context,
  { organization }: Base,
  visibility: Audience,
  about = ofDeeds,
): Promise<Id<'Partnership'>> {
  const { other, participant, verified } = organization;
  const { startsOn, endsOn } = term();
  return proposePartnership(context, {
    ...{ scope: { zh: null, en: about }, scopes: ['TESTING'], startsOn, endsOn, visibility },
    ...{ proposerId: other, partyIds: [other, participant, verified] },
  });
}

/** The same, agreed. */
async function agree(context: Context, base: Base, visibility: Audience, about = ofDeeds) {
  const id = await propose(context, base, visibility, about);
  await confirmPartnership(context, id, base.organization.participant);
  await confirmPartnership(context, id, base.organization.verified);
  return id;
}

/** A public partnership that was ended with notice; another that is between its parties, and one proposed. */
export const partnership = place({
  markers: { 'Partnership.notice': [notice] },
  write: async (context, base) => {
    const main = await agree(context, base, 'PUBLIC', 'Testing');
    await endPartnership(context, main, base.organization.participant, notice);
    const PARTIES = await agree(context, base, 'PARTIES', 'Testing');
    // Agreed it would be public; until then it is not.
    return { main, PARTIES, PROPOSAL: await propose(context, base, 'PUBLIC', 'Testing') };
  },
  meet: ({ main, PARTIES, PROPOSAL }, base) => {
    const root = { entity: 'Query', id: '' };
    const hidden = { PARTIES, PROPOSAL };
    return {
      anchors: {
        Partnership: [{ ...root, inside: `partnership(id: "${main}") { % }` }],
        PartnershipParty: [{ ...root, inside: `partnership(id: "${main}") { parties { % } }` }],
      },
      arguments: { 'Query.partnership': `(id: "${main}")` },
      deeds: [
        ...deeds(base),
        {
          meets: 'PartnershipStepClosed',
          query: () => step('partnershipConfirm', main, base.organization.participant),
        },
      ],
      rows: [
        {
          ...{ type: 'Partnership', subgraph: 'actors', root: 'partnership', isNode: false },
          ...{ ids: hidden, others: [] },
          own: `id scope { en } parties { organization { id } } proposer { id } notice viewerMay { allowed }`,
        },
      ],
      lists: [
        {
          name: 'Organization.partnerships',
          query: `{ actor(id: "${base.organization.verified}") { ... on Organization { partnerships { % } } } }`,
          ...{ always: [main], hidden },
        },
      ],
    };
  },
});

const step = (name: string, id: string, organizationId: string, more = '') =>
  `${name}(input: { partnershipId: "${id}", organizationId: "${organizationId}" ${more} })`;

function deeds(base: Base): Deed[] {
  const { participant, fellow } = base.organization;
  const { startsOn, endsOn } = term();
  const wish = (words: string) =>
    `partnershipPropose(input: { proposerId: "${participant}", partyIds: ["${fellow}"], scopes: [TESTING],
      scope: { en: "${words}" }, startsOn: "${startsOn}", endsOn: "${endsOn}", visibility: PUBLIC })`;
  const unknownAs = { refusal: 'PartnershipUnknown', absent: newId('Partnership') };
  const mayAt = (id: string) => `{ partnership(id: "${id}") { % } }`;
  const why = 'notice: "Because."';
  // Either party ends it in its own name, so the answer depends on who asks.
  let ending: string = participant;
  return [
    {
      meets: 'Mutation.partnershipPropose',
      query: () => wish('Testing'),
      succeedsAs: 'PartnershipProposeSuccess',
    },
    ...['Confirm', 'Decline'].map((verb): Deed => ({
      meets: `Mutation.partnership${verb}`,
      prepare: (context) => propose(context, base, 'PUBLIC'),
      query: (id) => step(`partnership${verb}`, id, participant),
      succeedsAs: `Partnership${verb}Success`,
      ...{ unknownAs: { ...unknownAs, row: 'PROPOSAL' }, mayAt, undo },
    })),
    {
      meets: 'Mutation.partnershipEnd',
      prepare: (context, viewer) => {
        ending = ownOr(viewer, participant);
        return agree(context, base, 'PARTIES');
      },
      query: (id) => step('partnershipEnd', id, ending, why),
      succeedsAs: 'PartnershipEndSuccess',
      ...{ unknownAs: { ...unknownAs, row: 'PARTIES' }, mayAt, undo },
    },
    { meets: 'PartnershipUnknown', query: () => step('partnershipConfirm', unknownAs.absent, participant) },
    { meets: 'PartnershipUnusable', query: () => wish(' ') },
  ];
}
