import { Command } from 'commander';
import type { KeyWords } from '../subgraphs/actors/key/key.command.ts';
import { addProjectCommands } from './project.ts';
import { AskedWrongly, openLog, readSettings, servingTimes } from './settings.ts';

/** What may be said after `serve`. */
interface ServeWords {
  port?: string;
  subgraph?: string;
  gateway?: boolean;
  remote?: string[];
  local?: boolean;
  supergraph?: string;
}

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
  .option('--port <n>', 'where it answers, instead of PORT')
  .option('--subgraph <name>', 'only this subgraph, for a gateway elsewhere')
  .option('--gateway', 'only the gateway; --remote says where the subgraphs are')
  .option('--remote <name=url...>', 'a subgraph in another process')
  .option('--local', 'with --gateway: subgraphs that are not named run in this process')
  .option('--supergraph <file>', 'instead of the committed one; taken again when it changes, and on SIGHUP')
  .action(async (options: ServeWords) => {
    const { PORT, ...env } = process.env;
    const settings = readSettings({ ...env, PORT: options.port ?? PORT });
    const log = openLog(settings.isProduction);
    if (options.subgraph !== undefined) {
      const { serveSubgraphCommand } = await import('./serve.subgraph.ts');
      return serveSubgraphCommand(settings, log, options.subgraph);
    }
    if (options.remote && !options.gateway) throw new AskedWrongly('--remote goes with --gateway.');
    const { openDatabase } = await import('../db/client.ts');
    // The database opens while the rest of the program is read: half of what a start takes.
    const { databaseUrl: url, dataDir } = settings;
    const isShared = options.gateway && !url;
    const opening = isShared ? undefined : openDatabase(url ? { url, ...servingTimes } : { dataDir });
    opening?.catch(() => {});
    const { serveCommand } = await import('./serve.ts');
    const { readRemotes } = await import('./serve.apart.ts');
    const apart = options.gateway ? readRemotes(options.remote ?? [], options.local ?? false) : null;
    await serveCommand(settings, log, opening, { apart, supergraph: options.supergraph });
  });

program
  .command('gateway-key')
  .description('The key with which the gateway signs who asks, for subgraphs in other processes.')
  .command('create')
  .description('Make a new key: GATEWAY_KEY and GATEWAY_PUBLIC_KEY, or DATA_DIR, say where.')
  .option('--dry-run', 'only say where, write nothing')
  .action(async (options: { dryRun?: boolean }) => {
    const { gatewayKeyCommand } = await import('./serve.apart.ts');
    await gatewayKeyCommand(readSettings().gatewayKey, options);
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

const key = program.command('key').description('API keys, with which programs ask in the name of a person.');
key
  .command('create')
  .description('Make a key. It is shown this once.')
  .requiredOption('--owner <person>', 'id of the person in whose name it asks')
  .requiredOption('--name <name>', 'what it is for')
  .requiredOption(
    '--scope <scope...>',
    'read-public, read-member, explore, export, push-catalogue, push-state, act-for',
  )
  .option('--organization <organization>', 'id of the one organisation of the owner that is left to it')
  .option('--platform <platform>', "id of the one platform of the owner's roles that is left to it")
  .option('--region <region...>', "GB/T 2260 codes where the owner's rights hold for it")
  .option('--quota <points>', 'points a minute; 20000 unless told')
  .option('--expires <day>', 'such as 2027-01-31; a year from now unless told')
  .option('--dry-run', 'only check, write nothing')
  .action(async (options: KeyWords & { dryRun?: boolean }) => {
    const { keyCommand, keyCreate } = await import('./key.ts');
    await keyCommand(readSettings(), keyCreate(options));
  });
key
  .command('list')
  .description('List keys: what they may be used for and when they were, never the keys themselves.')
  .option('--owner <person>', 'only the keys of the person with this id')
  .action(async (options: { owner?: string }) => {
    const { keyCommand, keyList } = await import('./key.ts');
    await keyCommand(readSettings(), keyList(options));
  });
key
  .command('revoke')
  .description('Make a key worthless, everywhere within five seconds.')
  .requiredOption('--key <key>', 'its id, or its first twelve characters')
  .option('--dry-run', 'only say which key it is, write nothing')
  .action(async (options: { key: string; dryRun?: boolean }) => {
    const { keyCommand, keyRevoke } = await import('./key.ts');
    await keyCommand(readSettings(), keyRevoke(options));
  });

const person = program.command('person').description('What is held about a person.');
person
  .command('export')
  .description('Write all that is held about a person into a file, with why it is held and for how long.')
  .requiredOption('--person <person>', 'id of the person')
  .requiredOption('--to <file>', 'where to, as JSON')
  .option('--dry-run', 'only say how much there is, write nothing')
  .action(async (options: { person: string; to: string; dryRun?: boolean }) => {
    const { personExportCommand } = await import('./person.ts');
    await personExportCommand(readSettings(), options);
  });
person
  .command('erase')
  .description('Erase a person for ever. The id stays, so that records stay whole.')
  .requiredOption('--person <person>', 'id of the person')
  .option('--dry-run', 'only say what would go, write nothing')
  .action(async (options: { person: string; dryRun?: boolean }) => {
    const { personEraseCommand } = await import('./person.ts');
    await personEraseCommand(readSettings(), options);
  });

const documents = program
  .command('documents')
  .description('Documents that clients ask for by an id, without sending the text.');
documents
  .command('register')
  .description(
    'Keep the documents of .graphql files, folders of them, or manifests in JSON, and print their ids.',
  )
  .option('--dry-run', 'only hold them to the schema, write nothing')
  .argument('<path...>', 'files and folders')
  .action(async (paths: string[], options: { dryRun?: boolean }) => {
    const { registerCommand } = await import('./documents.ts');
    process.exitCode = await registerCommand(readSettings(), paths, options);
  });
documents
  .command('list')
  .description('Print every registered document with its id.')
  .action(async () => {
    const { listCommand } = await import('./documents.ts');
    await listCommand(readSettings());
  });
documents
  .command('remove')
  .description('Remove a document by its id, or all of a name.')
  .option('--dry-run', 'only say how many there are, write nothing')
  .argument('<document>', 'an id or a name, as `list` prints them')
  .action(async (document: string, options: { dryRun?: boolean }) => {
    const { removeCommand } = await import('./documents.ts');
    await removeCommand(readSettings(), document, options);
  });

program
  .command('doctor')
  .description('Ask the standing questions about the data; the right answer to each is "no rows".')
  .action(async () => {
    const { doctorCommand } = await import('./doctor.ts');
    process.exitCode = await doctorCommand(readSettings());
  });

addProjectCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  const isOurs = error instanceof Error;
  process.stderr.write(`${isOurs ? error.message : String(error)}\n`);
  if (process.env['LOG_LEVEL'] === 'debug' && isOurs) process.stderr.write(`${error.stack}\n`);
  process.exit(error instanceof AskedWrongly ? 2 : 3);
}
