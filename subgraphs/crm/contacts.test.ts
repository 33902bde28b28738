import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { codesOf } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { mutateContact, recordContact } from './testing/contact-calls.ts';
import { openRequest } from './testing/request-calls.ts';
import { startTestCrm, type TestCrm } from './testing/test-crm.ts';

let crm: TestCrm;
let ada: GraphqlClient;
let bob: GraphqlClient;

before(async () => {
  crm = await startTestCrm();
  ada = await crm.signIn('ada', 'CUSTOMER_MANAGER');
  bob = await crm.signIn('bob', 'CUSTOMER_MANAGER');
  await bob('{ contacts { totalCount } }');
});
after(() => crm.close());

test('a contact is written down with whoever of us it was, by its author', async () => {
  const customerId = crm.addCustomer();
  const contact = await recordContact(ada, { customerId, personId: 'bob', counterpart: 'Zoë' });
  const { id: _id, ...rest } = contact;
  assert.deepEqual(rest, {
    kind: 'CALL',
    customer: { id: customerId },
    request: null,
    person: { id: 'bob' },
    author: { id: 'ada' },
    counterpart: 'Zoë',
    occurredAt: '2026-03-01T09:00:00.000Z',
    minutes: 10,
    summary: 'Asked for a copy.',
    version: 1,
    versions: [],
    strikeReason: null,
  });
});

test('a contact about a request is one with its customer', async () => {
  const customerId = crm.addCustomer();
  const request = await openRequest(ada, { customerId });
  const contact = await recordContact(ada, { requestId: request.id });
  assert.deepEqual([contact.request, contact.customer], [{ id: request.id }, { id: customerId }]);
});

test('all problems of a contact are told at once', async () => {
  const payload = await mutateContact(ada, 'recordContact', {
    kind: 'CALL',
    customerId: randomUUID(),
    occurredAt: '2026-03-01T12:00:01Z',
    minutes: 1441,
    summary: ' ',
    counterpart: 'x'.repeat(201),
    personId: 'nobody',
    idempotencyKey: '',
  });
  assert.deepEqual(codesOf(payload), {
    counterpart: 'TOO_LONG',
    occurredAt: 'OUT_OF_RANGE',
    minutes: 'OUT_OF_RANGE',
    summary: 'REQUIRED',
    personId: 'NOT_FOUND',
    customerId: 'NOT_FOUND',
    idempotencyKey: 'REQUIRED',
  });
});

test('an entry is corrected by its author alone, and its versions stay', async () => {
  const { id } = await recordContact(ada, { customerId: crm.addCustomer() });
  const input = { id, expectedVersion: 1, minutes: 15 };
  assert.deepEqual(codesOf(await mutateContact(bob, 'correctContact', input)), { id: 'NOT_ALLOWED' });
  const { contact } = await mutateContact(ada, 'correctContact', input);
  assert.deepEqual([contact?.minutes, contact?.version], [15, 2]);
  const second = await mutateContact(ada, 'correctContact', { id, expectedVersion: 2, summary: 'Sent it.' });
  assert.deepEqual(second.contact?.versions, [
    { version: 2, minutes: 15, summary: 'Asked for a copy.' },
    { version: 1, minutes: 10, summary: 'Asked for a copy.' },
  ]);
  const same = await mutateContact(ada, 'correctContact', { id, expectedVersion: 3, summary: 'Sent it.' });
  assert.equal(same.contact?.version, 3);
  assert.deepEqual(codesOf(await mutateContact(ada, 'correctContact', input)), {
    expectedVersion: 'CONFLICT',
  });
});

test('an entry is struck out with a reason, and stays as it is then', async () => {
  const { id } = await recordContact(ada, { customerId: crm.addCustomer() });
  const input = { id, expectedVersion: 1 };
  const blank = await mutateContact(ada, 'strikeContact', { ...input, reason: ' ' });
  assert.deepEqual(codesOf(blank), { reason: 'REQUIRED' });
  const { contact } = await mutateContact(ada, 'strikeContact', { ...input, reason: 'Another customer.' });
  assert.equal(contact?.strikeReason, 'Another customer.');
  const late = await mutateContact(ada, 'correctContact', { id, expectedVersion: 2, minutes: 1 });
  assert.deepEqual(codesOf(late), { '': 'WRONG_STATE' });
  const { sql } = crm.database;
  await assert.rejects(sql`update contacts set minutes = 1 where id = ${id}`, /keeps what was written/);
  await assert.rejects(sql`delete from contacts where id = ${id}`, /keeps what was written/);
  await assert.rejects(sql`delete from contact_versions`, /keeps what was written/);
});

test('whoever may correct an entry is told so', async () => {
  const { id } = await recordContact(ada, { customerId: crm.addCustomer() });
  const query = `{ contact(id: "${id}") { canCorrect } }`;
  assert.deepEqual((await ada(query)).data, { contact: { canCorrect: true } });
  assert.deepEqual((await bob(query)).data, { contact: { canCorrect: false } });
  await mutateContact(ada, 'strikeContact', { id, expectedVersion: 1, reason: 'Twice' });
  assert.deepEqual((await ada(query)).data, { contact: { canCorrect: false } });
});

test('a repeated call with its key writes one entry, even at the same time', async () => {
  const input = { customerId: crm.addCustomer(), idempotencyKey: randomUUID() };
  const entries = await Promise.all(Array.from({ length: 6 }, () => recordContact(ada, input)));
  assert.equal(new Set(entries.map(({ id }) => id)).size, 1);
});

test('the journal is filtered and ordered, and is of customer managers alone', async () => {
  const customerId = crm.addCustomer();
  const first = await recordContact(ada, { customerId, occurredAt: '2026-02-01T08:00:00Z', kind: 'MAIL' });
  const second = await recordContact(ada, { customerId, summary: 'About the 50% rebate', personId: 'bob' });
  const list = async (filter: string) => {
    const { data, errors } = await ada<{ contacts: { edges: { node: { id: string } }[] } }>(
      `{ contacts(filter: { customerId: "${customerId}" ${filter} }) { edges { node { id } } } }`,
    );
    assert.deepEqual(errors, []);
    return data.contacts?.edges.map(({ node }) => node.id);
  };
  assert.deepEqual(await list(''), [second.id, first.id]);
  assert.deepEqual(await list('kind: [MAIL]'), [first.id]);
  assert.deepEqual(await list('search: "50%"'), [second.id]);
  assert.deepEqual(await list('personId: "bob"'), [second.id]);
  assert.deepEqual(await list('occurredBefore: "2026-02-02T00:00:00Z"'), [first.id]);
  assert.deepEqual(await list('isStruck: true'), []);
  const biller = await crm.signIn('bill', 'BILLING_MANAGER');
  const { data } = await biller(`{ contacts { totalCount } }`);
  assert.equal(data['contacts'], null);
});
