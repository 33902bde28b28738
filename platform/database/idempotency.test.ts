import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { connectDatabase, type Database } from './database.ts';
import { runOnce } from './idempotency.ts';
import { startIdempotencySweeper } from './idempotency-sweeper.ts';

let database: TestDatabase;
let connected: Database;

before(async () => {
  database = await createTestDatabase('calls');
  connected = connectDatabase({ url: database.urlOf('calls'), name: 'test' });
  await connected.sql`
    create table idempotency_keys (
      operation text not null, subject text not null, key text not null,
      input_hash text not null, result text, created_at timestamptz not null default now(),
      primary key (operation, subject, key))`;
});

after(async () => {
  await connected.close();
  await database.close();
});

const call = { operation: 'make', subject: 'anna', key: 'k', input: { a: 1, b: [1, 2] } };

function runCall(change: Partial<typeof call>, run: () => Promise<string | undefined>) {
  return connected.db.transaction((tx) => runOnce(tx, { ...call, ...change }, run));
}

test('of many equal calls at once one runs, and all get its answer', async () => {
  let runs = 0;
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, () =>
      runCall({ key: 'many' }, async () => {
        runs += 1;
        return `made ${runs}`;
      }),
    ),
  );
  assert.equal(runs, 1);
  assert.deepEqual(
    new Set(outcomes.map((one) => (one.kind === 'done' ? one.result : one.kind))),
    new Set(['made 1']),
  );
  assert.equal(outcomes.filter((one) => one.kind === 'done' && one.isReplay).length, 7);
});

test('the order of members does not make another input, a value does', async () => {
  await runCall({}, async () => 'made');
  assert.deepEqual(await runCall({ input: { b: [1, 2], a: 1 } }, assert.fail), {
    kind: 'done',
    result: 'made',
    isReplay: true,
  });
  assert.deepEqual(await runCall({ input: { a: 1, b: [2, 1] } }, assert.fail), { kind: 'reused' });
});

test('keys of different callers and operations do not meet', async () => {
  assert.equal((await runCall({ subject: 'bert' }, async () => 'of bert')).kind, 'done');
  assert.equal((await runCall({ operation: 'other' }, async () => 'other')).kind, 'done');
});

test('a call that did nothing or failed leaves its key free', async () => {
  await runCall({ key: 'free' }, async () => undefined);
  await assert.rejects(runCall({ key: 'free' }, () => Promise.reject(new Error('no'))));
  assert.deepEqual(await runCall({ key: 'free' }, async () => 'at last'), {
    kind: 'done',
    result: 'at last',
    isReplay: false,
  });
});

test('keys past their days are deleted, in as many steps as it takes, and may then be used anew', async () => {
  await runCall({ key: 'recent' }, async () => 'recent');
  await connected.sql`update idempotency_keys set created_at = now() - interval '29 days' where key = 'recent'`;
  await connected.sql`
    insert into idempotency_keys (operation, subject, key, input_hash, result, created_at)
    select 'old', 'anna', n::text, '', '', now() - interval '31 days' from generate_series(1, 2500) n`;
  const countOld = async () => {
    const [row] =
      await connected.sql`select count(*)::int as old from idempotency_keys where operation = 'old'`;
    return row?.old;
  };
  const log = createLog({ name: 'test', level: 'silent' });
  const sweeper = startIdempotencySweeper({ sql: connected.sql, days: 30, log });
  await waitFor('the old keys to go', async () => (await countOld()) === 0);
  await sweeper.close();
  assert.equal((await runCall({ key: 'recent' }, assert.fail)).kind, 'done');
  const again = await runCall({ operation: 'old', key: '1' }, async () => 'anew');
  assert.deepEqual(again, { kind: 'done', result: 'anew', isReplay: false });
});
