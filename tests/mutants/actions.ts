import { allActions } from '../../cli/actions.ts';
import type { Context } from '../../schema/context.ts';
import type { Mutant } from './mutant.ts';

/** For each action on a row: open to everybody, open to whoever is signed in, and shut. */
export async function actionMutants(): Promise<Mutant[]> {
  const answers: [string, (row: never, context: Context) => boolean][] = [
    ['everybody', () => true],
    ['signed in', (_row, { viewer }) => viewer !== null],
    ['nobody', () => false],
  ];
  return [...(await allActions())].flatMap(([name, action]) =>
    answers.map(([what, answer]) => ({
      name: `${name}.permits: ${what}`,
      coordinates: [`Mutation.${name}`],
      isOfAction: true as const,
      apply: () => {
        const { permits } = action;
        action.permits = answer;
        return () => void (action.permits = permits);
      },
    })),
  );
}
