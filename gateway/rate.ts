import { LRUCache } from 'lru-cache';
import type { Account } from './request.ts';

/** Part of an account's minute: points to spend in this process, and what is then left for all. */
export interface Portion {
  granted: number;
  left: number;
}

/** Takes a portion of at least `wanted` points where so many are left. Throws while the database is away. */
export type TakePortion = (
  account: string,
  minute: number,
  wanted: number,
  perMinute: number,
) => Promise<Portion>;

/** How a caller stands: the figures of that account of theirs which has the fewest points. */
export interface Standing {
  isAllowed: boolean;
  limit: number;
  remaining: number;
  resetAt: Date;
}

export interface BudgetOptions {
  /** Where processes share what accounts may spend; without it this one is alone. */
  take?: TakePortion;
  /** Points a minute by kind of account, the word before the colon, instead of what the account says. */
  perMinute?: Readonly<Record<string, number | undefined>>;
  /** Told when the database did not give a portion. */
  onAway?: (error: unknown) => void;
  now?: () => number;
}

interface Budget {
  account: string;
  perMinute: number;
  minute: number;
  /** To be spent in this process. */
  held: number;
  /** What nobody had taken when this process last asked. */
  left: number;
  /** The second in which this process last gave points, and how many it gave in it. */
  second: number;
  inSecond: number;
  /** What this process may spend by itself while the database is away. */
  spare: number;
  taking: Promise<boolean> | null;
}

const minuteMs = 60_000;
/** Without the database a process gives an account a quarter of its minute, so that many processes together
 *  cannot give much more than agreed. */
const spareShare = 1 / 4;
/** A new portion is fetched beside the requests when less than this share of a minute is held. */
const lowShare = 1 / 32;
/** Who takes more than this share of a minute, and more than so many points, in one second runs ahead. */
const aheadShare = 1 / 20;
const aheadMin = 20;
const waitMs = 500;
const awayMs = 1_000;
/** More accounts than this in one minute: those not seen for longest are forgotten. */
const budgetsMax = 50_000;

/** Counts what callers spend, minute by minute. Portions come from the database and are spent here, so that
 *  all processes together give no more than an account's points, and few requests cost a statement. */
export class Budgets {
  readonly #budgets = new LRUCache<string, Budget>({ max: budgetsMax });
  readonly #options: BudgetOptions;
  #awayUntil = 0;

  constructor(options: BudgetOptions = {}) {
    this.#options = options;
  }

  /** Takes the points from all of the accounts, or from none where one of them has not enough. A promise only
   *  where a portion has to be waited for. */
  spend(accounts: readonly Account[], points: number): Standing | Promise<Standing> {
    const budgets = accounts.map((account) => this.#budgetOf(account));
    if (budgets.some((budget) => budget.held + budget.left < points)) return standing(budgets, false);
    const isHeld = budgets.every(({ held }) => held >= points);
    return isHeld ? this.#spendHeld(budgets, points) : this.#waitAndSpend(budgets, points);
  }

  /** How the accounts stand where one of them has nothing left; null where a point could be taken. */
  spent(accounts: readonly Account[]): Standing | null {
    const budgets = accounts.map((account) => this.#budgetOf(account));
    return budgets.some(({ held, left }) => held + left < 1) ? standing(budgets, false) : null;
  }

  /** How the accounts stand where one of them takes its minute's points in a few seconds; else null. */
  ahead(accounts: readonly Account[]): Standing | null {
    const second = this.#second();
    const budgets = accounts.map((account) => this.#budgetOf(account));
    const isAhead = budgets.some(
      (each) => each.second === second && each.inSecond >= Math.max(aheadMin, each.perMinute * aheadShare),
    );
    return isAhead ? standing(budgets, false) : null;
  }

  #spendHeld(budgets: readonly Budget[], points: number): Standing {
    const second = this.#second();
    for (const budget of budgets) {
      budget.held -= points;
      budget.inSecond = points + (budget.second === second ? budget.inSecond : 0);
      budget.second = second;
      if (budget.held < budget.perMinute * lowShare && budget.left > 0) void this.#refill(budget, 1);
    }
    return standing(budgets, true);
  }

  async #waitAndSpend(budgets: readonly Budget[], points: number): Promise<Standing> {
    // It ends: each time around a portion makes what is left smaller, or none comes.
    for (;;) {
      const lacking = budgets.filter(({ held }) => held < points);
      if (lacking.length === 0) return this.#spendHeld(budgets, points);
      if (lacking.some((budget) => budget.held + budget.left < points)) return standing(budgets, false);
      const came = await Promise.all(lacking.map((budget) => this.#refill(budget, points)));
      if (came.includes(false)) return standing(budgets, false);
    }
  }

  /** Whether any points came. Those who ask at the same time wait for the same portion. */
  #refill(budget: Budget, wanted: number): Promise<boolean> {
    budget.taking ??= this.#take(budget, wanted).finally(() => (budget.taking = null));
    return budget.taking;
  }

  async #take(budget: Budget, wanted: number): Promise<boolean> {
    const { take, onAway = () => {} } = this.#options;
    if (!take) return false;
    const { account, minute, perMinute } = budget;
    if (this.#now() < this.#awayUntil) return lend(budget, wanted);
    try {
      const { granted, left } = await inTime(take(account, minute, wanted, perMinute));
      budget.held += granted;
      budget.left = left;
      return granted > 0;
    } catch (error) {
      this.#awayUntil = this.#now() + awayMs;
      onAway(error);
      return lend(budget, wanted);
    }
  }

  #budgetOf({ name, pointsPerMinute }: Account): Budget {
    const minute = Math.floor(this.#now() / minuteMs);
    const known = this.#budgets.get(name);
    if (known?.minute === minute) return known;
    const perMinute = this.#options.perMinute?.[name.slice(0, name.indexOf(':'))] ?? pointsPerMinute;
    const [held, left] = this.#options.take ? [0, perMinute] : [perMinute, 0];
    const spare = Math.floor(perMinute * spareShare);
    const none = { second: 0, inSecond: 0, taking: null };
    const budget: Budget = { account: name, perMinute, minute, held, left, spare, ...none };
    this.#budgets.set(name, budget);
    return budget;
  }

  #second(): number {
    return Math.floor(this.#now() / 1_000);
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

function standing(budgets: readonly Budget[], isAllowed: boolean): Standing {
  const [fewest] = [...budgets].sort((a, b) => a.held + a.left - (b.held + b.left));
  if (!fewest) throw new Error('Every caller has an account.');
  return {
    isAllowed,
    limit: fewest.perMinute,
    remaining: fewest.held + fewest.left,
    resetAt: new Date((fewest.minute + 1) * minuteMs),
  };
}

function lend(budget: Budget, wanted: number): boolean {
  const loan = Math.min(budget.spare, Math.max(wanted, Math.ceil(budget.perMinute * lowShare)));
  budget.spare -= loan;
  budget.held += loan;
  return loan > 0;
}

/** A portion that comes later than this is lost to everybody: too few points, never too many. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The database took too long to give points.')), waitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
