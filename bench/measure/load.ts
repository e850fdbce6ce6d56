import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Ask } from '../contenders.ts';
import type { Stretch } from './figures.ts';

/** What the asking process is told to do. */
export interface LoadOrder {
  /** The connections are spread evenly over them. */
  urls: string[];
  connections: number;
  seconds: number;
  requests: Ask[];
}
export type LoadReport = Omit<Stretch, 'ownCpuMs' | 'databaseCpuMs'>;

/** The process that asks. One order at a time. */
export interface Load {
  run(order: LoadOrder): Promise<LoadReport>;
  stop(): void;
}

/** Starts the process that asks. */
export function startLoad(): Load {
  const child = fork(new URL('./load.process.ts', import.meta.url), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error('The process that asks has ended.');
  });
  ended.catch(() => {});
  return {
    async run(order) {
      const reported = once(child, 'message') as Promise<[LoadReport]>;
      child.send(order);
      const [report] = await Promise.race([reported, ended]);
      return report;
    },
    stop: () => void child.kill(),
  };
}
