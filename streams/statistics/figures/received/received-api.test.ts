import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Sql } from 'postgres';
import { createStoredStatistics, type StoredStatistics } from '../../testing/stored-statistics.ts';
import { SharedFeeds } from '../live.ts';
import { createReceivedApi } from './received-api.ts';

let statistics: StoredStatistics;

before(async () => {
  statistics = await createStoredStatistics();
  await statistics.store(0, [{}, {}]);
});
after(() => statistics.close());

/** The database, which refuses its first statements as a server does that has just been killed. */
function createAbsent(code: string, refusals: number): { readonly sql: Sql; readonly left: () => number } {
  let left = refusals;
  const sql = new Proxy(statistics.database.sql, {
    apply(target, self, statement) {
      if (left === 0) return Reflect.apply(target, self, statement);
      left -= 1;
      return Promise.reject(Object.assign(new Error(`connect ${code}`), { code }));
    },
  });
  return { sql, left: () => left };
}

function open(sql: Sql) {
  const { changes } = statistics;
  const onError = () => {};
  const feeds = new SharedFeeds({ changes, onError });
  return createReceivedApi({ sql, changes, keepsReceived: true, timeZone: 'Europe/Paris', onError, feeds });
}

test('whoever follows while the database is away waits for it', async () => {
  const { sql, left } = createAbsent('ECONNREFUSED', 3);
  const events = await open(sql).followReceived({ after: [0n], includeSimulated: true });
  assert.equal(left(), 0);
  const { value } = await events.next();
  assert.equal(value?.invoiceNumber, 'T-1');
  await events.return?.();
});

test('whoever leaves while the database is away is waited for no longer', async () => {
  const { sql, left } = createAbsent('ECONNREFUSED', 3);
  const signal = AbortSignal.abort();
  const followed = open(sql).followReceived({ after: [0n], includeSimulated: true, signal });
  await assert.rejects(followed, { name: 'AbortError' });
  assert.equal(left(), 2);
});

test('an error that does not pass is told at once', async () => {
  const { sql, left } = createAbsent('42P01', 3);
  await assert.rejects(open(sql).followReceived({ after: [0n], includeSimulated: true }), { code: '42P01' });
  assert.equal(left(), 2);
});
