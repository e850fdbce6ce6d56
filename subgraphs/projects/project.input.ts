import type { Context } from '../../schema/context.ts';
import { invariant } from '../../schema/errors.ts';
import type { CoCreationRole, Visibility } from '../../schema/events.ts';
import { denial } from '../../schema/guard.ts';
import { type ActorId, actorNames, asIdOf } from '../../schema/ids.ts';
import { type LocalizedText, parseLocalizedText } from '../../schema/values/localized-text.ts';
import { parseMoney } from '../../schema/values/money.ts';
import { WrongValue } from '../../schema/values/wrong-value.ts';
import { BudgetUnusable, TitleUnusable } from './errors.ts';
import type { ProjectWish } from './project.store.ts';

type TextInput = { zh?: string | null; en?: string | null } | null | undefined;

/** What a client wrote to begin a project. */
export interface ProjectInput {
  title: NonNullable<TextInput>;
  summary?: TextInput;
  visibility: Visibility;
  role: CoCreationRole;
  initiatorId?: string | null;
  region?: string | null;
  budget?: { amountMinor: string; currency: string } | null;
}

/** The input as the store takes it. Throws the refusal that says which part cannot be used. */
export function readProjectInput(input: ProjectInput, context: Context): ProjectWish {
  const title = readText(input.title, 200);
  const summary = input.summary ? readText(input.summary, 5_000) : { zh: null, en: null };
  const budget = readBudget(input.budget);
  return {
    titleZh: title.zh,
    titleEn: title.en,
    summaryZh: summary.zh,
    summaryEn: summary.en,
    visibility: input.visibility,
    region: input.region ?? null,
    initiatorId: readInitiator(input.initiatorId, context),
    initiatorRole: input.role,
    budgetMinor: budget?.amountMinor ?? null,
    budgetCurrency: budget?.currency ?? null,
  };
}

function readText(input: NonNullable<TextInput>, max: number): LocalizedText {
  try {
    return parseLocalizedText(input, { max, lines: true });
  } catch (error) {
    throw error instanceof WrongValue ? new TitleUnusable(error.message) : error;
  }
}

function readBudget(input: ProjectInput['budget']) {
  if (!input) return null;
  try {
    const money = parseMoney(input);
    if (money.amountMinor <= 0n)
      throw new BudgetUnusable('A budget is more than nothing; leave it out instead.');
    return money;
  } catch (error) {
    throw error instanceof WrongValue ? new BudgetUnusable(error.message) : error;
  }
}

function readInitiator(asked: string | null | undefined, context: Context): ActorId {
  const { viewer } = context;
  invariant(viewer, 'The rule on the mutation lets only signed-in viewers here.');
  if (asked == null) return viewer.actorId;
  const id = asIdOf(actorNames, asked);
  const administers = viewer.organizations.some((each) => each.id === id && each.role === 'ADMINISTRATOR');
  if (id !== viewer.actorId && !administers) throw denial(context, 'administrator of the initiator');
  return id;
}
