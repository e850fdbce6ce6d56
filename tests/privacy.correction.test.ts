import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { annotations } from '../db/privacy.ts';

/** By which mutation a person corrects what is held about them, or why they cannot. By group, as
 *  annotated. */
const corrections: Record<string, { mutation: string } | { reason: string }> = {
  'actors.organization.contact_email': {
    reason: 'The contact of an organisation: its administrators change it.',
  },
  'actors.person.name_zh': { mutation: 'personDescribe' },
  'actors.person.orcid': { mutation: 'personDescribe' },
  'actors.person.contact_email': { mutation: 'personDescribe' },
  'actors.person.biography_zh': { mutation: 'personDescribe' },
  'actors.person.fields': { mutation: 'personDescribe' },
  'actors.person.search': { reason: 'Made from the names and the rest by the database.' },
  'actors.person_page.person_id': { mutation: 'personDescribe' },
  'actors.organization_founding.organization_id': {
    reason: 'That somebody founded an organisation; kept for two days.',
  },
  'actors.membership_invitation.email': {
    reason: 'In the words of whoever invites; withdrawn and invited anew.',
  },
  'actors.membership_invitation.position': {
    reason: 'In the words of whoever invites; withdrawn and invited anew.',
  },
  'actors.membership_invitation.invited_by': { reason: 'A fact about who acted.' },
  'actors.membership_application.message': { mutation: 'membershipApplicationWithdraw' },
  'actors.membership_application.decided_by': { reason: 'A fact about who acted.' },
  'actors.rule_vote.reason': { mutation: 'voteCast' },
  'actors.rule_vote_cast.reason': { reason: 'What was said when a vote was cast; another vote says anew.' },
  'actors.membership.position': { reason: 'Said by the organisation when it takes somebody in.' },
  'actors.co_creation_role.actor_id': { reason: 'Granted by whoever runs the server.' },
  'actors.role_grant.id': { reason: 'Granted by others; it is not a fact about the person to correct.' },
  'actors.sign_in.issuer': { reason: 'What the issuer says: a wrong one is corrected there.' },
  'actors.api_key.id': { mutation: 'apiKeyRevoke' },
  'actors.api_key.name': { mutation: 'apiKeyRevoke' },
  'actors.source_record.original': { reason: 'As it was read: the next reading corrects it.' },
  'actors.qualification_review.note': {
    reason: 'What was asked and answered; a new application says it anew.',
  },
  'actors.qualification_document.review_id': { reason: 'What was shown; a new application shows others.' },
  'actors.qualification_mark.review_id': {
    reason: 'A finding of the reviewer; a new application is found anew.',
  },
  'actors.consent.id': { mutation: 'consentWithdraw' },
  'job.archive.data': { reason: 'A copy of what work is about; it follows what it was copied from.' },
  'job.job.data': { reason: 'A copy of what work is about; it follows what it was copied from.' },
  'projects.participation.contribution': {
    reason: 'Part of what the parties agreed: the project changes it.',
  },
  'resources.resource.contact_name': { reason: 'The contact of a resource: its provider changes it.' },
  'resources.source_record.original': { reason: 'As it was read: the next reading corrects it.' },
};

const held = annotations()
  .filter(({ tie, erasure }) => tie !== null && erasure !== 'KEPT' && erasure !== 'AGED_OUT')
  .map(({ schema, table, columns: [first] }) => `${schema}.${table}.${first}`);

test('everything a person is known by can be corrected by them, or it is said who can', () => {
  expect(held.filter((name) => !(name in corrections))).toEqual([]);
  expect(Object.keys(corrections).filter((name) => !held.includes(name))).toEqual([]);
});

test('every such mutation is in the graph', () => {
  const schema = buildSchema(readFileSync('schema/api.graphql', 'utf8'), { assumeValid: true });
  const there = Object.keys(schema.getMutationType()?.getFields() ?? {});
  const named = Object.values(corrections).flatMap((each) => ('mutation' in each ? [each.mutation] : []));
  expect(named.filter((name) => !there.includes(name))).toEqual([]);
});
