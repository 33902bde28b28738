import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { codesOf } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { mutateContact, recordContact } from './testing/contact-calls.ts';
import { mutateRequest, openRequest } from './testing/request-calls.ts';
import { startTestCrm, type TestCrm } from './testing/test-crm.ts';

let crm: TestCrm;
let ada: GraphqlClient;

before(async () => {
  crm = await startTestCrm();
  crm.setNow('2026-03-01T12:00:00Z');
  ada = await crm.signIn('ada', 'CUSTOMER_MANAGER');
});
after(() => crm.close());

const emoji = (count: number) => '🧾'.repeat(count);

test('texts of requests may have as many characters as they are allowed, and no more', async () => {
  const customerId = crm.addCustomer();
  const { id } = await openRequest(ada, { customerId, title: emoji(200), text: emoji(10_000) });
  const tooLong = { title: emoji(201), text: emoji(10_001) };
  const opened = { kind: 'TASK', customerId, idempotencyKey: randomUUID(), ...tooLong };
  assert.deepEqual(codesOf(await mutateRequest(ada, 'createRequest', opened)), {
    title: 'TOO_LONG',
    text: 'TOO_LONG',
  });
  const comment = { id, text: emoji(5_001), idempotencyKey: randomUUID() };
  assert.deepEqual(codesOf(await mutateRequest(ada, 'commentOnRequest', comment)), { text: 'TOO_LONG' });
  const closing = { id, expectedVersion: 1, outcome: emoji(2_001) };
  assert.deepEqual(codesOf(await mutateRequest(ada, 'closeRequest', closing)), { outcome: 'TOO_LONG' });
  const said = await mutateRequest(ada, 'commentOnRequest', { ...comment, text: emoji(5_000) });
  assert.deepEqual(said.userErrors, []);
  const closed = await mutateRequest(ada, 'closeRequest', { ...closing, outcome: emoji(2_000) });
  assert.deepEqual(closed.userErrors, []);
});

test('a deadline is within ten years, and a contact within the last ten', async () => {
  const customerId = crm.addCustomer();
  await openRequest(ada, { customerId, deadline: '2036-03-01T12:00:00Z' });
  const late = { kind: 'TASK', title: 'Call', customerId, deadline: '2036-03-01T12:00:01Z' };
  assert.deepEqual(
    codesOf(await mutateRequest(ada, 'createRequest', { ...late, idempotencyKey: randomUUID() })),
    { deadline: 'OUT_OF_RANGE' },
  );
  await recordContact(ada, { customerId, occurredAt: '2016-03-01T12:00:00Z', minutes: 1_440 });
  const early = {
    kind: 'CALL',
    customerId,
    minutes: 1_441,
    summary: 'x',
    occurredAt: '2016-03-01T11:59:59Z',
  };
  assert.deepEqual(
    codesOf(await mutateContact(ada, 'recordContact', { ...early, idempotencyKey: randomUUID() })),
    { occurredAt: 'OUT_OF_RANGE', minutes: 'OUT_OF_RANGE' },
  );
});

test('texts of contacts may have as many characters as they are allowed, and no more', async () => {
  const customerId = crm.addCustomer();
  const { id } = await recordContact(ada, { customerId, counterpart: emoji(200), summary: emoji(5_000) });
  const tooLong = { id, expectedVersion: 1, counterpart: emoji(201), summary: emoji(5_001) };
  assert.deepEqual(codesOf(await mutateContact(ada, 'correctContact', tooLong)), {
    counterpart: 'TOO_LONG',
    summary: 'TOO_LONG',
  });
  const striking = { id, expectedVersion: 1, reason: emoji(501) };
  assert.deepEqual(codesOf(await mutateContact(ada, 'strikeContact', striking)), { reason: 'TOO_LONG' });
  const { contact } = await mutateContact(ada, 'strikeContact', { ...striking, reason: emoji(500) });
  assert.equal(contact?.strikeReason, emoji(500));
});

test('an entry is corrected a hundred times at most', async () => {
  const { id } = await recordContact(ada, { customerId: crm.addCustomer() });
  const correct = (expectedVersion: number) =>
    mutateContact(ada, 'correctContact', { id, expectedVersion, minutes: expectedVersion });
  for (let version = 1; version <= 100; version += 1)
    assert.equal((await correct(version)).contact?.version, version + 1);
  assert.deepEqual(codesOf(await correct(101)), { '': 'OUT_OF_RANGE' });
});

test('figures are of 366 days at most', async () => {
  const summaryTo = async (to: string) =>
    (await ada(`{ crmSummary(from: "2024-01-01", to: "${to}", groupBy: MONTH) { timeZone } }`)).errors;
  assert.deepEqual(await summaryTo('2024-12-31'), []);
  assert.equal((await summaryTo('2025-01-01'))[0]?.extensions?.code, 'BAD_USER_INPUT');
});
