import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connectSql, type SqlPool } from '#platform/database/sql-pool.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { ChangeLockError, createChangeLock } from './change-lock.ts';

let database: TestDatabase;
let one: SqlPool;
let other: SqlPool;

before(async () => {
  database = await createTestDatabase('people');
  one = connectSql({ url: database.urlOf('people'), name: 'one' });
  other = connectSql({ url: database.urlOf('people'), name: 'other', statementTimeoutMs: 300 });
});
after(async () => {
  await one.close();
  await other.close();
  await database.close();
});

test('changes of two processes run one after the other', async () => {
  const patient = connectSql({ url: database.urlOf('people'), name: 'patient' });
  const events: string[] = [];
  const change = (name: string, sql: SqlPool['sql']) =>
    createChangeLock(sql).run(async () => {
      events.push(`${name} begins`);
      await sql`select pg_sleep(0.05)`;
      events.push(`${name} ends`);
      return name;
    });
  assert.deepEqual(await Promise.all([change('a', one.sql), change('b', patient.sql)]), ['a', 'b']);
  const [first] = events;
  assert.deepEqual(
    events.map((event) => event.slice(2)),
    ['begins', 'ends', 'begins', 'ends'],
  );
  assert.equal(events[1]?.[0], first?.[0]);
  await patient.close();
});

test('whoever cannot have the lock in time is told, and has changed nothing', async () => {
  const held = Promise.withResolvers<void>();
  const isHeld = Promise.withResolvers<void>();
  const holding = createChangeLock(one.sql).run(() => {
    isHeld.resolve();
    return held.promise;
  });
  await isHeld.promise;
  let hasRun = false;
  const told: unknown[] = [];
  const lock = createChangeLock(other.sql, { onUnavailable: (error) => told.push(error) });
  const refused = lock.run(async () => {
    hasRun = true;
  });
  await assert.rejects(refused, { code: 'LOCK_UNAVAILABLE' });
  assert.deepEqual(
    told.map((error) => error instanceof ChangeLockError),
    [true],
  );
  assert.equal(hasRun, false);
  held.resolve();
  await holding;
});

test('a process that dies gives the lock back, and a change that loses it on the way is done all the same', async () => {
  const held = Promise.withResolvers<string>();
  const isHeld = Promise.withResolvers<void>();
  const losing = createChangeLock(one.sql).run(() => {
    isHeld.resolve();
    return held.promise;
  });
  await isHeld.promise;
  const killer = connectSql({ url: database.adminUrl, name: 'killer' });
  await killer.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'one'`;
  await killer.close();
  const after = await waitFor('the lock', () =>
    createChangeLock(other.sql)
      .run(async () => 'had')
      .catch(() => undefined),
  );
  assert.equal(after, 'had');
  held.resolve('done');
  assert.equal(await losing, 'done');
});

test('an error of the work is that of the change', async () => {
  // The test before has killed the connection of `one`, which may not know yet.
  const failing = createChangeLock(other.sql).run(() => Promise.reject(new Error('the provider is away')));
  await assert.rejects(failing, /the provider is away/);
});
