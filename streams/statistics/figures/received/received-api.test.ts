import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Sql } from 'postgres';
import { createAbsentDatabase } from '#platform/testing/absent-database.ts';
import { createStoredStatistics, type StoredStatistics } from '../../testing/stored-statistics.ts';
import { SharedFeeds } from '../live.ts';
import { createReceivedApi } from './received-api.ts';

let statistics: StoredStatistics;
const { signal } = new AbortController();

before(async () => {
  statistics = await createStoredStatistics();
  await statistics.store(0, [{}, {}]);
});
after(() => statistics.close());

function open(sql: Sql) {
  const { changes } = statistics;
  const onError = () => {};
  const feeds = new SharedFeeds({ changes, onError });
  return createReceivedApi({ sql, changes, keepsReceived: true, timeZone: 'Europe/Paris', onError, feeds });
}

test('whoever follows while the database is away waits for it', async () => {
  const absent = createAbsentDatabase(statistics.database.sql, 'ECONNREFUSED', 3);
  const events = await open(absent.sql).followReceived({ after: [0n], includeSimulated: true, signal });
  assert.equal(absent.left, 0);
  const { value } = await events.next();
  assert.equal(value?.invoiceNumber, 'T-1');
  await events.return?.();
});

test('whoever leaves while the database is away is waited for no longer', async () => {
  const absent = createAbsentDatabase(statistics.database.sql, 'ECONNREFUSED', 3);
  const followed = open(absent.sql).followReceived({
    after: [0n],
    includeSimulated: true,
    signal: AbortSignal.abort(),
  });
  await assert.rejects(followed, { name: 'AbortError' });
  assert.equal(absent.left, 2);
});

test('an error that does not pass is told at once', async () => {
  const absent = createAbsentDatabase(statistics.database.sql, '42P01', 3);
  await assert.rejects(open(absent.sql).followReceived({ after: [0n], includeSimulated: true, signal }), {
    code: '42P01',
  });
  assert.equal(absent.left, 2);
});
