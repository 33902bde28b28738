import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { pgSchema, text as textColumn } from '#platform/database/drizzle-tables.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { connectDatabase } from '../database/database.ts';
import { createLog, type Log } from './log.ts';

/** The lines that a log wrote; each must be JSON. */
function createReadLog(): { log: Log; lines: string[]; entries: () => Record<string, unknown>[] } {
  const lines: string[] = [];
  const log = createLog({ name: 'test', destination: { write: (line) => void lines.push(line) } });
  return { log, lines, entries: () => lines.map((line) => JSON.parse(line)) };
}

test('secrets are replaced wherever they stand in an entry', () => {
  const { log, lines } = createReadLog();
  log.info(
    {
      password: 's3cret',
      req: { headers: { authorization: 'Bearer s3cret', 'set-cookie': 's3cret' } },
      a: { b: { c: { client_secret: 's3cret' } } },
      variables: { name: 's3cret' },
    },
    'said',
  );
  assert.equal(lines.length, 1);
  assert.doesNotMatch(lines.join(), /s3cret/);
  assert.match(lines.join(), /"msg":"said"/);
});

test('tokens, e-mail addresses and passwords of URLs are taken out of texts', () => {
  const { log, lines } = createReadLog();
  const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
  log.warn({ err: new Error(`no ${token}`), reason: 'ada.lovelace@example.com: Bearer abcdefghij' }, 'one');
  log.warn({ url: 'postgres://role:passw0rd@localhost:5432/db', list: [`x ${token.slice(0, 30)}`] }, 'two');
  log.warn('the "/graphql?query=lovelace" (GET) route');
  assert.doesNotMatch(lines.join(), /eyJ|lovelace|abcdefghij|passw0rd/);
  assert.match(lines.join(), /localhost:5432/);
});

test('an error of the database tells its statement and SQLSTATE, and none of its values', async (t) => {
  const database = await createTestDatabase('customer');
  t.after(() => database.close());
  const pool = connectDatabase({ url: database.urlOf('customer'), name: 'test', maxConnections: 1 });
  t.after(() => pool.close());
  await pool.sql`create table customer.people (email text constraint people_email unique)`;
  const people = pgSchema('customer').table('people', { email: textColumn() });
  await pool.db.insert(people).values({ email: 'planted-value' });

  const { log, lines, entries } = createReadLog();
  for (const statement of [
    pool.db.insert(people).values({ email: 'planted-value' }),
    pool.sql`insert into customer.people values (${'planted-value'})`,
    pool.sql`select ${'planted-value'}::uuid`,
  ]) {
    await assert.rejects(
      async () => await statement,
      (error) => {
        log.error({ err: error }, 'failed');
        log.error(error);
        log.error({ err: error });
        return true;
      },
    );
  }
  assert.equal(lines.length, 9);
  assert.doesNotMatch(lines.join(), /planted-value/);
  const [framed, , , own] = entries().map(({ err }) => err as Record<string, unknown>);
  assert.match(String(framed?.['statement']), /^insert into "customer"."people" .*\$1/);
  assert.match(JSON.stringify(framed?.['cause']), /"code":"23505"/);
  assert.equal(own?.['code'], '23505');
  assert.equal(own?.['constraint'], 'people_email');
  assert.equal(own?.['message'], 'the database refused a statement (SQLSTATE 23505)');
});

test('a process goes on when its log is on a full disk', { skip: !existsSync('/dev/full') }, async () => {
  const program = `
    import { createLog } from ${JSON.stringify(new URL('./log.ts', import.meta.url).href)};
    const log = createLog({ name: 'full' });
    for (let count = 0; count < 5_000; count += 1) log.warn({ count, text: 'x'.repeat(1_000) }, 'lost');
    console.log('went on');`;
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    stdio: ['ignore', 'pipe', full],
    timeout: 60_000,
  });
  closeSync(full);
  assert.ok(child.stdout);
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  assert.equal(output, 'went on\n');
  assert.equal(code, 0);
});

test('every line is JSON of a bounded length, whatever is logged', () => {
  const { log, lines, entries } = createReadLog();
  const long = 'x'.repeat(1_000_000);
  const deep: Record<string, unknown> = {};
  deep['self'] = deep;
  log.error({ err: new Error(long, { cause: new AggregateError([new Error(long)]) }) }, long);
  log.info({
    list: Array.from({ length: 10_000 }, () => long),
    deep,
    map: new Map([[long, long]]),
    half: '\ud800',
  });
  log.info(Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`key${index}`, long])), 'many');
  log.info(long);
  assert.equal(lines.length, 4);
  for (const line of lines) assert.ok(line.length <= 32_768, `${line.length}`);
  const [first, second, third, fourth] = entries();
  assert.match(String(first?.['msg']), /^x{4000}… \(1000000 characters\)$/);
  assert.equal(second?.['level'], 'info');
  assert.equal(third?.['msg'], 'many');
  assert.equal(third?.['isCut'], true);
  assert.match(String(fourth?.['msg']), /^x{4000}…/);
});
