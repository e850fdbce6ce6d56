import { describe, expect, it, test } from 'vitest';
import type { CommitteeSide, VoteChoice } from '../../../schema/events.ts';
import { type Ballot, outcomeOf, tallyOf } from './vote.what.ts';

const sides: Record<string, CommitteeSide> = { S: 'SUPPLIER', D: 'DEMANDER', U: 'SUPPORTER' };
const choices: Record<string, VoteChoice | null> = { '+': 'FOR', '-': 'AGAINST', o: 'ABSTAIN', '?': null };
/** `S+-?` is a side of three seats: one for, one against, one that has not voted. */
const ballots = (text: string): Ballot[] =>
  text
    .split(' ')
    .flatMap((side) =>
      [...side.slice(1)].map((mark) => ({ side: sides[side[0]!]!, choice: choices[mark]! })),
    );

describe('the outcome of a vote', () => {
  // Votes, while open, at the close.
  test.each([
    ['S? D? U?', null, 'REJECTED'],
    ['S+ D? U?', null, 'REJECTED'],
    ['S+ D+ U?', null, 'REJECTED'],
    ['S+ D+ U+', 'ADOPTED', 'ADOPTED'],
    ['S+ D+ U-', 'REJECTED', 'REJECTED'],
    ['S+ D+ Uo', 'REJECTED', 'REJECTED'],
    ['S- D? U?', 'REJECTED', 'REJECTED'],
    // Five of nine with each side: what the others say changes nothing.
    ['S+?? D+?? U+++', 'ADOPTED', 'ADOPTED'],
    ['S+-- D+-- U+++', 'ADOPTED', 'ADOPTED'],
    // Four of nine are no majority.
    ['S+-- D+-- U++?', null, 'REJECTED'],
    ['S+-- D+-- U++-', 'REJECTED', 'REJECTED'],
    ['S+-- D+-? U+??', null, 'REJECTED'],
    // Six of nine, but one side said nothing for it: no side is outvoted whole.
    ['S+++ D+++ U--?', null, 'REJECTED'],
    ['S+++ D+++ U---', 'REJECTED', 'REJECTED'],
    ['S+++ D+++ Uooo', 'REJECTED', 'REJECTED'],
    // A majority is more than half, of all seats and not of those that vote.
    ['S+- D+- U+-', 'REJECTED', 'REJECTED'],
    ['S+o D+o U++', 'ADOPTED', 'ADOPTED'],
    ['S+? D+? U+?', null, 'REJECTED'],
    // A side with one seat has as much of a veto as one with five.
    ['S+++++ D+++++ U-', 'REJECTED', 'REJECTED'],
    ['S+++++ D+ U+', 'ADOPTED', 'ADOPTED'],
  ] as const)('%s is %s while open and %s at the close', (text, open, closed) => {
    expect([outcomeOf(ballots(text), false), outcomeOf(ballots(text), true)]).toEqual([open, closed]);
  });

  it('is decided early only where nobody who has not voted could change it: every vote of seven seats', () => {
    const marks = ['+', '-', '?'] as const;
    let decided = 0;
    for (let number = 0; number < 3 ** 7; number += 1) {
      const drawn = Array.from({ length: 7 }, (_, at) => marks[Math.floor(number / 3 ** at) % 3]!);
      const text = (fill: string) => {
        const all = drawn.map((mark) => (mark === '?' ? fill : mark)).join('');
        return `S${all.slice(0, 3)} D${all.slice(3, 5)} U${all.slice(5)}`;
      };
      const early = outcomeOf(ballots(text('?')), false);
      // All for and all against are the two ends: the rule never gains from a vote against.
      const ends = ['+', '-'].map((fill) => outcomeOf(ballots(text(fill)), true));
      expect(early).toBe(ends[0] === ends[1] ? ends[0] : null);
      if (early) decided += 1;
    }
    expect(decided).toBeGreaterThan(500);
  });
});

it('the tally counts each side', () => {
  expect(tallyOf(ballots('S+-? Do U++'))).toEqual([
    { side: 'SUPPLIER', seats: 3, for: 1, against: 1, abstain: 0, absent: 1 },
    { side: 'DEMANDER', seats: 1, for: 0, against: 0, abstain: 1, absent: 0 },
    { side: 'SUPPORTER', seats: 2, for: 2, against: 0, abstain: 0, absent: 0 },
  ]);
});
