// The limit: node:http and one prepared statement for each operation.
import { createServer } from 'node:http';
import postgres from 'postgres';
import { operations } from '../operations.ts';
import { given, listenAndSay } from './listening.ts';

const sql = postgres(given('DATABASE_URL'), { max: 4 });
const statements = new Map(operations.map(({ name, statement }) => [`/${name}`, statement]));

async function answer(url: string): Promise<string | null> {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const statement = statements.get(pathname);
  if (!statement) return null;
  const [row] = await sql.unsafe(statement, [searchParams.get('value') ?? ''], { prepare: true }).values();
  return row ? `{"data":${String(row[0])}}` : null;
}

listenAndSay(
  createServer((request, response) => {
    answer(request.url ?? '/').then(
      (text) => {
        response.writeHead(text === null ? 404 : 200, { 'content-type': 'application/json' });
        response.end(text ?? '');
      },
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        response.writeHead(500).end();
      },
    );
  }),
);
