import type postgres from 'postgres';
import type { Asked } from '../agreement.ts';
import { askOf, type Contender, type ContenderName } from '../contenders.ts';
import type { OperationName } from '../operations.ts';
import { backendsOf, cpuBetween, cpuTimes } from './cpu.ts';
import type { Stretch } from './figures.ts';
import type { Load } from './load.ts';

export interface RoundOptions {
  rounds: number;
  /** How long each stretch is measured, and how long the same load runs before it. */
  seconds: number;
  warmUpSeconds: number;
  /** How long each contender is asked each operation before the first round. */
  firstSeconds: number;
  connections: number;
}

/** The stretches of each contender at each operation, a list with one for each round. */
export type Measured = Map<OperationName, Map<ContenderName, Stretch[]>>;

/** The name under which a contender's connections stand in the database. */
export const applicationOf = (name: ContenderName) => `bench-${name}`;

/** Measures all contenders in turn, round by round, so that what else the machine does falls on all alike. */
export async function measure(
  contenders: readonly Contender[],
  asked: readonly Asked[],
  tools: { load: Load; sql: postgres.Sql; tell: (line: string) => void },
  options: RoundOptions,
): Promise<Measured> {
  const { load, sql, tell } = tools;
  const { connections } = options;
  const measured: Measured = new Map(
    asked.map(({ operation }) => [operation.name, new Map(contenders.map(({ name }) => [name, []]))]),
  );
  const orderOf = (contender: Contender, { operation, values }: Asked, seconds: number) => ({
    ...{ urls: contender.addresses.map((each) => new URL(each).origin), connections, seconds },
    requests: values.map((value) => askOf(contender, operation, value)),
  });
  const stretchOf = async (contender: Contender, each: Asked): Promise<Stretch> => {
    await load.run(orderOf(contender, each, options.warmUpSeconds));
    const before = await timesOf(sql, contender);
    const report = await load.run(orderOf(contender, each, options.seconds));
    const after = await timesOf(sql, contender);
    const isLocal = before.database !== null && after.database !== null;
    return {
      ...report,
      ownCpuMs: cpuBetween(before.own, after.own),
      databaseCpuMs: isLocal ? cpuBetween(before.database!, after.database!) : null,
    };
  };

  tell('warming up');
  for (const contender of contenders) {
    for (const each of asked) await load.run(orderOf(contender, each, options.firstSeconds));
  }
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const each of asked) {
      const told: string[] = [];
      for (const contender of contenders) {
        const stretch = await stretchOf(contender, each);
        measured.get(each.operation.name)!.get(contender.name)!.push(stretch);
        const failed = stretch.failed > 0 ? ` (${stretch.failed} failed)` : '';
        told.push(`${contender.name} ${Math.round(stretch.answered / stretch.seconds)}${failed}`);
      }
      tell(`round ${round}, ${each.operation.name}, answers/s: ${told.join(', ')}`);
    }
  }
  return measured;
}

async function timesOf(sql: postgres.Sql, { name, pids }: Contender) {
  const backends = await backendsOf(sql, applicationOf(name));
  return { own: cpuTimes(pids), database: backends && cpuTimes(backends) };
}
