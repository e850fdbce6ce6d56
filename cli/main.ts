import { Command } from 'commander';
import { AskedWrongly, openLog, readSettings } from './settings.ts';

const program = new Command('cograph')
  .description(
    'One federated graph for regional science-and-technology resource sharing and value co-creation.',
  )
  .helpCommand(false)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

program
  .command('serve')
  .description(
    'Serve the graph, its pages and the background work. PORT, DATA_DIR and DATABASE_URL change where.',
  )
  .action(async () => {
    const settings = readSettings();
    const { openDatabase } = await import('../db/client.ts');
    // The database opens while the rest of the program is read: half of what a start takes.
    const { databaseUrl: url, dataDir } = settings;
    const opening = openDatabase(url ? { url } : { dataDir });
    opening.catch(() => {});
    const { serveCommand } = await import('./serve.ts');
    await serveCommand(settings, openLog(settings.isProduction), opening);
  });

program
  .command('work')
  .description('Run the background work alone, beside servers on the same PostgreSQL.')
  .action(async () => {
    const { workCommand } = await import('./work.ts');
    const settings = readSettings();
    await workCommand(settings, openLog(settings.isProduction));
  });

program
  .command('migrate')
  .description('Bring the database up to date.')
  .option('--dry-run', 'only say what would be applied')
  .action(async (options: { dryRun?: boolean }) => {
    const { migrateCommand } = await import('./migrate.ts');
    await migrateCommand(readSettings(), options);
  });

program
  .command('import')
  .description('Read a catalogue from a file. A second run of the same file changes nothing.')
  .requiredOption('--format <format>', 'uniquip, ror or firstdata')
  .requiredOption('--provider <provider>', 'id or name of the organisation whose catalogue it is')
  .option('--dry-run', 'read, compare and report, write nothing')
  .option('--report <file>', 'write the whole report to this file, too')
  .argument('<file>', 'the catalogue')
  .action(
    async (
      file: string,
      options: { format: string; provider: string; dryRun?: boolean; report?: string },
    ) => {
      const { importCommand } = await import('./import.ts');
      process.exitCode = await importCommand(readSettings(), { ...options, file });
    },
  );

program
  .command('token')
  .description('Print a token for a persona. Development only.')
  .requiredOption(
    '--persona <name>',
    'stranger, participant, member, provider, operator, regulator or auditor',
  )
  .action(async ({ persona }: { persona: string }) => {
    const { noPersonas, openDevelopmentIssuer } = await import('../gateway/issuer.ts');
    const { dataDir, isProduction } = readSettings();
    if (isProduction) throw new AskedWrongly(noPersonas);
    const issuer = await openDevelopmentIssuer(dataDir);
    const token = await issuer.token(persona).catch((error: Error) => {
      throw new AskedWrongly(error.message);
    });
    process.stdout.write(`${token}\n`);
  });

const metrics = program.command('metrics').description('Figures and where they come from.');
metrics
  .command('rebuild')
  .description('Count every figure again from the first event.')
  .option('--dry-run', 'count, compare and report, write nothing')
  .action(async (options: { dryRun?: boolean }) => {
    const { rebuildCommand } = await import('./metrics.ts');
    await rebuildCommand(readSettings(), options);
  });

const db = program.command('db').description('The database as a whole.');
db.command('copy')
  .description(
    'Copy everything into an empty PostgreSQL database, such as from the embedded one. Stop servers first.',
  )
  .requiredOption('--to <url>', 'postgres://USER:PASSWORD@HOST:PORT/NAME')
  .option('--dry-run', 'only say whether it could be done, write nothing')
  .action(async (options: { to: string; dryRun?: boolean }) => {
    const { copyCommand } = await import('./db.ts');
    await copyCommand(readSettings(), options);
  });

program
  .command('doctor')
  .description('Ask the standing questions about the data; the right answer to each is "no rows".')
  .action(async () => {
    const { doctorCommand } = await import('./doctor.ts');
    process.exitCode = await doctorCommand(readSettings());
  });

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
  .command('check')
  .description('Everything static: types, lint, format, schema, who may import whom.')
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

try {
  await program.parseAsync();
} catch (error) {
  const isOurs = error instanceof Error;
  process.stderr.write(`${isOurs ? error.message : String(error)}\n`);
  if (process.env['LOG_LEVEL'] === 'debug' && isOurs) process.stderr.write(`${error.stack}\n`);
  process.exit(error instanceof AskedWrongly ? 2 : 3);
}
