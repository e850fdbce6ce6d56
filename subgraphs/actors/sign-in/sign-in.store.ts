import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { record } from '../../../db/events.ts';
import { person } from '../../../db/tables/actors/person.ts';
import { signIn } from '../../../db/tables/actors/sign-in.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { declarePerson } from '../person/person.store.ts';
import { namesOf } from './sign-in.names.ts';

/** Whom an issuer named, and what it says of them as far as it is trusted with that. */
export interface SignInWish {
  issuer: string;
  subject: string;
  name: string | null;
  /** How to reach the person. Anybody may have typed it: never looked for. */
  email: string | null;
  verifiedEmail: string | null;
  orcid: string | null;
}

// Any number that nothing else locks by.
const signInLock = 712_204_121;

/** Lets the issuer's subject stand for a person: for one who is known by what the issuer is trusted with,
 *  else for a new one. A second call changes nothing. */
export function recordSignIn(context: Context, wish: SignInWish): Promise<void> {
  const { issuer, subject } = wish;
  const verifiedEmail = wish.verifiedEmail?.toLowerCase() ?? null;
  return inTransaction(context, async (inside) => {
    const { db, now } = inside;
    // One after the other: the same person may come by two issuers at the same moment. It happens once in
    // the life of an account, so that nobody waits for long.
    await db.execute(sql`select pg_advisory_xact_lock(${signInLock})`);
    const isThis = and(eq(signIn.issuer, issuer), eq(signIn.subject, subject));
    if ((await db.$count(signIn, isThis)) > 0) return;
    const personId =
      (await personByOrcid(inside, wish.orcid)) ??
      (await personByEmail(db, verifiedEmail)) ??
      (await newPerson(inside, wish));
    await db.insert(signIn).values({ issuer, subject, personId, verifiedEmail });
    await record(db, now, {
      kind: 'person.signInLinked',
      subject: personId,
      actorId: personId,
      data: { issuer },
    });
  });
}

async function newPerson(context: Context, { name, email, orcid }: SignInWish): Promise<Id<'Person'>> {
  const row = await declarePerson(context, { ...namesOf(name), contactEmail: email, orcid });
  return row.id;
}

/** Who is proven to have this ORCID, or has it and never came. Never somebody who signed in and only says so:
 *  its owner would otherwise join them. From them it is taken, for its owner is here. */
async function personByOrcid({ db, now }: Context, orcid: string | null): Promise<Id<'Person'> | null> {
  if (orcid === null) return null;
  const [found] = await db
    .select({
      id: person.id,
      isTheirs: sql<boolean>`${person.isOrcidProven} or not exists (
        select from ${signIn} where ${signIn.personId} = ${person.id})`,
    })
    .from(person)
    .where(eq(person.orcid, orcid));
  if (!found) return null;
  const change = found.isTheirs ? { isOrcidProven: true } : { orcid: null };
  const isOther = and(eq(person.id, found.id), eq(person.isOrcidProven, false));
  const changed = await db.update(person).set(change).where(isOther).returning({ id: person.id });
  for (const { id } of changed)
    await record(db, now, { kind: 'person.changed', subject: id, actorId: null, data: {} });
  return found.isTheirs ? found.id : null;
}

/** The one person whom another trusted issuer knows by this address; else the one person with this contact as
 *  whom nobody has come yet. Never somebody who signed in and only says to have this address: whoever took
 *  another's address first would otherwise be joined by its owner. */
async function personByEmail(db: Db, email: string | null): Promise<Id<'Person'> | null> {
  if (email === null) return null;
  const known = await db
    .selectDistinct({ id: signIn.personId })
    .from(signIn)
    .where(eq(signIn.verifiedEmail, email))
    .limit(2);
  if (known.length > 0) return known.length === 1 ? known[0]!.id : null;
  const waiting = await db
    .select({ id: person.id })
    .from(person)
    .where(
      and(
        sql`lower(${person.contactEmail}) = ${email}`,
        sql`not exists (select from ${signIn} where ${signIn.personId} = ${person.id})`,
      ),
    )
    .limit(2);
  return waiting.length === 1 ? waiting[0]!.id : null;
}
