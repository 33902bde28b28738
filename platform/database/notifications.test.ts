import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { connectDatabase, type Database } from './database.ts';
import { listenToNotifications } from './notifications.ts';

let testDatabase: TestDatabase;
let database: Database;

before(async () => {
  testDatabase = await createTestDatabase('told');
  database = connectDatabase({ url: testDatabase.urlOf('told'), name: 'test' });
});
after(async () => {
  await database.close();
  await testDatabase.close();
});

test('tells what comes, and after a lost connection that something may have come', async () => {
  const told: string[] = [];
  const count = (text: string) => told.filter((one) => one === text).length;
  const notifications = listenToNotifications({
    url: testDatabase.urlOf('told'),
    name: 'told-listener',
    channels: ['first', 'second'],
    onNotification: (channel, payload) => told.push(`${channel} ${payload ?? 'look'}`),
  });
  await waitFor('listening to begin', () => told.length === 2);
  assert.deepEqual(told, ['first look', 'second look']);

  await database.sql`select pg_notify('second', 'news')`;
  await waitFor('the notification', () => count('second news') === 1);

  await database.sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'told-listener' and datname = current_database()`;
  await waitFor('listening to begin anew', () => count('first look') === 2 && count('second look') === 2);
  await database.sql`select pg_notify('first', 'more')`;
  await waitFor('the notification', () => count('first more') === 1);

  await notifications.close();
  const listeners = await database.sql`select 1 from pg_stat_activity
    where application_name = 'told-listener' and datname = current_database()`;
  assert.equal(listeners.length, 0);
});
