import { isDeepStrictEqual } from 'node:util';
import { type Contender, readAnswer } from './contenders.ts';
import type { Operation } from './operations.ts';

/** An operation with the values it is asked with in this data set. */
export interface Asked {
  operation: Operation;
  values: string[];
}

/** Contenders did not give the same answers, so that nothing measured would mean anything. */
export class Disagreement extends Error {}

/** Asks everybody everything. Throws a `Disagreement` at the first answer that is not the first contender's,
 *  or that is empty: an empty page is quick for everyone. Returns how many answers were compared. */
export async function checkAgreement(
  contenders: readonly Contender[],
  asked: readonly Asked[],
): Promise<number> {
  let compared = 0;
  for (const { operation, values } of asked) {
    if (values.length === 0) throw new Disagreement(`There is nothing to ask ${operation.name} with.`);
    for (const value of values) {
      const answers = await Promise.all(contenders.map((each) => readAnswer(each, operation, value)));
      const fault = faultIn(answers);
      if (fault) {
        const name = contenders[fault.at]!.name;
        throw new Disagreement(`${operation.name} of ${value}: ${name} ${fault.says}`);
      }
      compared += answers.length;
    }
  }
  return compared;
}

/** The first answer that is not the first one's, or empty, with the place where they part; null when all
 *  agree. */
export function faultIn(answers: readonly unknown[]): { at: number; says: string } | null {
  const [first] = answers;
  if (leaves(first).length < 3) return { at: 0, says: `finds nothing: ${JSON.stringify(first)}` };
  const at = answers.findIndex((answer) => !isDeepStrictEqual(answer, first));
  if (at < 0) return null;
  const [here, there] = [leaves(answers[at]), leaves(first)];
  const known = new Set(here);
  const missing = there.find((leaf) => !known.has(leaf));
  if (missing === undefined) return { at, says: `says more: ${here.find((leaf) => !there.includes(leaf))}` };
  const place = missing.slice(0, missing.indexOf(' = ') + 3);
  return { at, says: `says ${here.find((leaf) => leaf.startsWith(place)) ?? 'nothing'}, not ${missing}` };
}

/** Every value in an answer with its place, as `resources.edges.0.node.id = "eqp_…"`, in order of place. */
function leaves(value: unknown, place = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${place} = ${JSON.stringify(value)}`];
  return Object.entries(value)
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .flatMap(([name, inner]) => leaves(inner, place === '' ? name : `${place}.${name}`));
}
