import type { Command } from 'commander';

/** What looks at the project itself and needs no database: the contract, the policy, whether all holds. */
export function addProjectCommands(program: Command): void {
  program
    .command('schema')
    .description('Write schema/sdl, schema/supergraph.graphql and schema/api.graphql.')
    .option(
      '--check',
      'write nothing; fail when they are not current, do not compose or break clients unannounced',
    )
    .option('--dry-run', 'the same as --check')
    .action(async (options: { check?: boolean; dryRun?: boolean }) => {
      const { schemaCommand } = await import('./schema.ts');
      process.exitCode = await schemaCommand({ isCheck: Boolean(options.check ?? options.dryRun) });
    });

  program
    .command('policy')
    .description(
      'Print who may see and do what: one line for each field and mutation, from the rules in force.',
    )
    .option('--write', 'write it into docs/policy.md instead')
    .option('--check', 'write nothing; fail when docs/policy.md is not current')
    .option('--dry-run', 'the same as --check')
    .action(async (options: { write?: boolean; check?: boolean; dryRun?: boolean }) => {
      const { policyCommand } = await import('./policy.ts');
      const isCheck = options.check ?? options.dryRun ?? false;
      process.exitCode = await policyCommand(isCheck ? 'check' : options.write ? 'write' : 'print');
    });

  program
    .command('check')
    .description('Everything static: types, lint, format, schema, policy, who may import whom.')
    .action(async () => {
      const { checkCommand } = await import('./check.ts');
      process.exitCode = checkCommand();
    });

  program
    .command('prove')
    .description('The same tests at full size. What follows `--` goes to vitest.')
    .argument('[arguments...]', 'for vitest')
    .allowUnknownOption()
    .action(async (args: string[]) => {
      const { proveCommand } = await import('./check.ts');
      process.exitCode = proveCommand(args);
    });

  program
    .command('mutants')
    .description(
      'Make every rule weaker, one at a time, and see that the matrix notices. What survives is listed.',
    )
    .action(async () => {
      const { mutantsCommand } = await import('./check.ts');
      process.exitCode = mutantsCommand();
    });
}
