import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connectDatabase } from '#platform/database/database.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { requestDue } from '#schema/work-events/request-events.ts';
import { openRequest, succeed } from '../testing/request-calls.ts';
import { startTestCrm, type TestCrm } from '../testing/test-crm.ts';
import { announceAlerts } from './announce-alerts.ts';

let crm: TestCrm;
let ada: GraphqlClient;

before(async () => {
  crm = await startTestCrm();
  ada = await crm.signIn('ada', 'CUSTOMER_MANAGER');
});
after(() => crm.close());

/** Alerts at an instant until nothing is left, by two processes at once, and gives the alerts of a request so far. */
async function alertAt(instant: string, requestId: string, atOnce = 100) {
  const step = () => announceAlerts(crm.database.db, { now: new Date(instant), atOnce });
  while ((await Promise.all([step(), step()])).some(Boolean));
  const rows = await crm.database.sql<{ value: Buffer; headers: string }[]>`
    select value, headers::text as headers from work_outbox order by position`;
  return rows.flatMap(({ value, headers }) => {
    const decoded = requestDue.decode({ value, headers: JSON.parse(headers) });
    return decoded.kind === 'event' && decoded.event.requestId === requestId
      ? [{ stage: decoded.event.stage, deadline: decoded.event.deadline }]
      : [];
  });
}

const open = (input: object) => openRequest(ada, { customerId: crm.addCustomer(), ...input });
const first = '2026-03-05T12:00:00.000Z';
const dueSoon = { stage: 'DUE_SOON', deadline: first };
const overdue = { stage: 'OVERDUE', deadline: first };

test('a request alerts once 24 hours before its deadline and once when it passes', async () => {
  const { id } = await open({ deadline: first });
  assert.deepEqual(await alertAt('2026-03-04T11:59:59.999Z', id), []);
  assert.deepEqual(await alertAt('2026-03-04T12:00:00Z', id), [dueSoon]);
  assert.deepEqual(await alertAt('2026-03-05T11:59:59.999Z', id), [dueSoon]);
  assert.deepEqual(await alertAt('2026-03-05T12:00:00Z', id), [dueSoon, overdue]);
  assert.deepEqual(await alertAt('2026-04-01T12:00:00Z', id), [dueSoon, overdue]);
});

test('a deadline that passed while no process ran alerts of its end alone', async () => {
  const { id } = await open({ deadline: first });
  assert.deepEqual(await alertAt('2026-03-05T13:00:00Z', id), [overdue]);
});

test('a changed deadline alerts anew, and the first one set again does not', async () => {
  const { id } = await open({ deadline: first });
  assert.deepEqual(await alertAt('2026-03-04T13:00:00Z', id), [dueSoon]);
  const second = '2026-03-09T12:00:00.000Z';
  await succeed(ada, 'updateRequest', { id, expectedVersion: 1, deadline: second });
  assert.deepEqual(await alertAt('2026-03-05T13:00:00Z', id), [dueSoon]);
  const anew = { stage: 'DUE_SOON', deadline: second };
  assert.deepEqual(await alertAt('2026-03-08T13:00:00Z', id), [dueSoon, anew]);
  await succeed(ada, 'updateRequest', { id, expectedVersion: 2, deadline: first });
  assert.deepEqual(await alertAt('2026-03-04T13:00:00Z', id), [dueSoon, anew]);
  assert.deepEqual(await alertAt('2026-03-05T13:00:00Z', id), [dueSoon, anew, overdue]);
});

test('a request that is done does not alert; opened again, it alerts of what is left', async () => {
  const { id } = await open({ deadline: first });
  assert.deepEqual(await alertAt('2026-03-04T13:00:00Z', id), [dueSoon]);
  await succeed(ada, 'closeRequest', { id, expectedVersion: 1 });
  assert.deepEqual(await alertAt('2026-03-06T13:00:00Z', id), [dueSoon]);
  await succeed(ada, 'reopenRequest', { id, expectedVersion: 2 });
  assert.deepEqual(await alertAt('2026-03-06T13:00:00Z', id), [dueSoon, overdue]);
});

test('an alert goes to whoever is to do it, or else to the role', async () => {
  await crm.database.sql`delete from work_outbox`;
  const { id } = await open({ deadline: first, assigneeId: 'ada' });
  const other = await open({ deadline: first });
  await alertAt('2026-03-04T13:00:00Z', id);
  const rows = await crm.database.sql<{ value: Buffer; type: string }[]>`
    select value, headers->>'ce_type' as type from work_outbox order by position`;
  const events = rows
    .filter(({ type }) => type === requestDue.type)
    .map(({ value }) => JSON.parse(String(value)));
  const [assigned] = events.filter((event) => event.requestId === id);
  const [free] = events.filter((event) => event.requestId === other.id);
  assert.deepEqual([assigned.assignee, assigned.role], [crm.personOf('ada'), 'CUSTOMER_MANAGER']);
  assert.deepEqual([free.assignee, free.role], [undefined, 'CUSTOMER_MANAGER']);
});

test('whatever transactions are killed, each request is alerted of once', async () => {
  const ids = [];
  for (let index = 0; index < 30; index += 1) ids.push((await open({ deadline: first })).id);
  const killer = connectDatabase({ url: crm.databaseUrl, name: 'killer' });
  let isDone = false;
  let failures = 0;
  const step = async () => {
    while (!isDone) {
      const now = new Date('2026-03-04T13:00:00Z');
      await announceAlerts(crm.database.db, { now, atOnce: 2 }).catch(() => {
        failures += 1;
      });
    }
  };
  const steps = [step(), step()];
  for (let round = 0; round < 40; round += 1)
    await killer.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where usename = current_user and pid <> pg_backend_pid() and query like '%request_alerts%'`;
  isDone = true;
  await Promise.all(steps);
  await killer.close();
  for (const id of ids) assert.deepEqual(await alertAt('2026-03-04T13:00:00Z', id, 2), [dueSoon]);
  assert.ok(failures > 0, 'no transaction was killed');
});

test('more requests than one transaction takes are all alerted of, each once', async () => {
  const ids = [];
  for (let index = 0; index < 7; index += 1) ids.push((await open({ deadline: first })).id);
  await alertAt('2026-03-04T13:00:00Z', '', 2);
  for (const id of ids) assert.deepEqual(await alertAt('2026-03-04T13:00:00Z', id, 2), [dueSoon]);
});
