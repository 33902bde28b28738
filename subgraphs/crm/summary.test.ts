import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { mutateContact, recordContact } from './testing/contact-calls.ts';
import { openRequest, succeed } from './testing/request-calls.ts';
import { startTestCrm, type TestCrm } from './testing/test-crm.ts';

let crm: TestCrm;
let ada: GraphqlClient;

/** Three requests of 1 to 3 March of Paris, two of them closed, and three contacts, one of them struck out. */
before(async () => {
  crm = await startTestCrm({ timeZone: 'Europe/Paris' });
  ada = await crm.signIn('ada', 'CUSTOMER_MANAGER');
  const bob = await crm.signIn('bob', 'CUSTOMER_MANAGER');
  await bob('{ contacts { totalCount } }');
  const customerId = crm.addCustomer();
  // 23:30 UTC of the last day of February is 00:30 of 1 March in Paris.
  crm.setNow('2026-02-28T23:30:00Z');
  const task = await openRequest(ada, { customerId, deadline: '2026-03-01T10:00:00Z', assigneeId: 'bob' });
  crm.setNow('2026-03-02T10:00:00Z');
  const question = await openRequest(bob, { customerId, kind: 'QUESTION' });
  await openRequest(bob, { customerId, kind: 'QUESTION', deadline: '2026-03-03T08:00:00Z' });
  await succeed(ada, 'closeRequest', { id: question.id, expectedVersion: 1 });
  crm.setNow('2026-03-02T11:30:00Z');
  await succeed(ada, 'closeRequest', { id: task.id, expectedVersion: 1 });
  crm.setNow('2026-03-03T12:00:00Z');
  await recordContact(ada, { customerId, occurredAt: '2026-02-28T23:00:00Z', minutes: 20 });
  await recordContact(ada, { customerId, personId: 'bob', kind: 'MAIL', minutes: 0 });
  const wrong = await recordContact(ada, { customerId, minutes: 500 });
  await mutateContact(ada, 'strikeContact', { id: wrong.id, expectedVersion: 1, reason: 'Twice' });
});
after(() => crm.close());

async function summarise(groupBy: string, from = '2026-03-01', to = '2026-03-03') {
  const { data, errors } = await ada<{
    crmSummary: unknown;
  }>(`{ crmSummary(from: "${from}", to: "${to}", groupBy: ${groupBy}) {
    timeZone requests { group person { id } opened closed overdue medianSecondsToClose }
    contacts { group person { id } count minutes } } }`);
  assert.deepEqual(errors, []);
  return data.crmSummary;
}

const request = (
  group: string,
  figures: readonly [number, number, number, number | null],
  person = false,
) => {
  const [opened, closed, overdue, medianSecondsToClose] = figures;
  return { group, person: person ? { id: group } : null, opened, closed, overdue, medianSecondsToClose };
};
const contact = (group: string, count: number, minutes: number, person = false) => ({
  group,
  person: person ? { id: group } : null,
  count,
  minutes,
});

test('figures by day follow the seller’s clocks', async () => {
  assert.deepEqual(await summarise('DAY'), {
    timeZone: 'Europe/Paris',
    requests: [
      request('2026-03-01', [1, 0, 1, null]),
      // Closed after 0 and after 129,600 seconds, which is one day and a half.
      request('2026-03-02', [2, 2, 0, 64_800]),
      request('2026-03-03', [0, 0, 1, null]),
    ],
    contacts: [contact('2026-03-01', 2, 20)],
  });
});

test('figures by kind, by person and by month are of the same requests and contacts', async () => {
  assert.deepEqual(await summarise('KIND'), {
    timeZone: 'Europe/Paris',
    requests: [request('QUESTION', [2, 1, 1, 0]), request('TASK', [1, 1, 1, 129_600])],
    contacts: [contact('CALL', 1, 20), contact('MAIL', 1, 0)],
  });
  assert.deepEqual(await summarise('PERSON'), {
    timeZone: 'Europe/Paris',
    requests: [
      request('', [0, 0, 1, null]),
      request('ada', [1, 2, 0, 64_800], true),
      request('bob', [2, 0, 1, null], true),
    ],
    contacts: [contact('ada', 1, 20, true), contact('bob', 1, 0, true)],
  });
  assert.deepEqual(await summarise('MONTH', '2026-02-01', '2026-03-31'), {
    timeZone: 'Europe/Paris',
    requests: [request('2026-03', [3, 2, 2, 64_800])],
    contacts: [contact('2026-03', 2, 20)],
  });
});

test('the figures of more than a year, or of no day, are refused', async () => {
  for (const [from, to] of [
    ['2026-03-02', '2026-03-01'],
    ['2025-01-01', '2026-03-01'],
  ]) {
    const { errors } = await ada(`{ crmSummary(from: "${from}", to: "${to}", groupBy: DAY) { timeZone } }`);
    assert.equal(errors[0]?.extensions?.code, 'BAD_USER_INPUT');
  }
});
