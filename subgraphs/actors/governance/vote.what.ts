import type { CommitteeSide, VoteChoice } from '../../../schema/events.ts';

export const committeeSides: readonly CommitteeSide[] = ['SUPPLIER', 'DEMANDER', 'SUPPORTER'];

/** How one seat voted; null for one that has not. */
export interface Ballot {
  side: CommitteeSide;
  choice: VoteChoice | null;
}

/** What one side said. */
export interface SideTally {
  side: CommitteeSide;
  seats: number;
  for: number;
  against: number;
  abstain: number;
  absent: number;
}

/** The days a vote stays open. */
export const voteDays = 14;

/** How the sides voted, in the order of the glossary. */
export function tallyOf(ballots: readonly Ballot[]): SideTally[] {
  return committeeSides.map((side) => {
    const own = ballots.filter((ballot) => ballot.side === side);
    const count = (choice: VoteChoice | null) => own.filter((ballot) => ballot.choice === choice).length;
    return {
      side,
      seats: own.length,
      for: count('FOR'),
      against: count('AGAINST'),
      abstain: count('ABSTAIN'),
      absent: count(null),
    };
  });
}

/** The public rule: adopted by more than half of all seats, with at least one of each side, so that no side
 *  is outvoted whole. Null while those who have not voted can still change the outcome; at the close they
 *  cannot. */
export function outcomeOf(ballots: readonly Ballot[], isClosed: boolean): 'ADOPTED' | 'REJECTED' | null {
  const tally = tallyOf(ballots);
  const needed = Math.floor(ballots.length / 2) + 1;
  const [inFavour, waiting] = [sum(tally, 'for'), isClosed ? 0 : sum(tally, 'absent')];
  if (inFavour >= needed && tally.every((side) => side.for > 0)) return 'ADOPTED';
  const canStill =
    inFavour + waiting >= needed && tally.every((side) => side.for > 0 || (!isClosed && side.absent > 0));
  return canStill && !isClosed ? null : 'REJECTED';
}

const sum = (tally: readonly SideTally[], what: 'for' | 'absent') =>
  tally.reduce((total, side) => total + side[what], 0);
