import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { codesOf } from '#kernel/testing/call-mutation.ts';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { mutateRequest, openRequest, succeed, type TestRequest } from './testing/request-calls.ts';
import { startTestCrm, type TestCrm } from './testing/test-crm.ts';

let crm: TestCrm;
let ada: GraphqlClient;
let biller: GraphqlClient;

before(async () => {
  crm = await startTestCrm();
  ada = await crm.signIn('ada', 'CUSTOMER_MANAGER');
  biller = await crm.signIn('bill', 'BILLING_MANAGER');
});
after(() => crm.close());

const kindsOf = ({ history }: TestRequest) => history.edges.map(({ node }) => node.kind);

test('a request about a customer is opened with what was given, by its author', async () => {
  const customerId = crm.addCustomer();
  const request = await openRequest(ada, {
    customerId,
    kind: 'QUESTION',
    title: ' Where is the Cafe\u0301? ',
    text: 'Two\nlines',
    urgency: 'HIGH',
    deadline: '2026-03-05T10:00:00+01:00',
  });
  assert.match(request.reference, /^R-\d+$/);
  const { id: _id, reference: _reference, history: _history, ...rest } = request;
  assert.deepEqual(rest, {
    kind: 'QUESTION',
    title: 'Where is the Café?',
    text: 'Two\nlines',
    urgency: 'HIGH',
    deadline: '2026-03-05T09:00:00.000Z',
    status: 'OPEN',
    isOverdue: false,
    customer: { id: customerId },
    invoiceNumber: null,
    disputedAmount: null,
    author: { id: 'ada' },
    assignee: null,
    closedBy: null,
    outcome: null,
    version: 1,
  });
  assert.deepEqual(kindsOf(request), ['CREATED']);
});

test('all problems of a new request are told at once', async () => {
  const payload = await mutateRequest(ada, 'createRequest', {
    kind: 'TASK',
    title: ' ',
    text: 'x'.repeat(10_001),
    deadline: '2026-03-01T11:59:59Z',
    customerId: randomUUID(),
    assigneeId: 'nobody',
    disputedAmount: '1.00',
    idempotencyKey: ' ',
  });
  assert.deepEqual(codesOf(payload), {
    title: 'REQUIRED',
    text: 'TOO_LONG',
    deadline: 'OUT_OF_RANGE',
    customerId: 'NOT_FOUND',
    assigneeId: 'NOT_FOUND',
    disputedAmount: 'INVALID',
    idempotencyKey: 'REQUIRED',
  });
});

test('a request is about a customer or an invoice, and not both', async () => {
  const input = { kind: 'TASK', title: 'Call', idempotencyKey: randomUUID() };
  assert.deepEqual(codesOf(await mutateRequest(ada, 'createRequest', input)), { customerId: 'REQUIRED' });
  const both = { ...input, customerId: crm.addCustomer(), invoiceId: crm.addInvoice() };
  assert.deepEqual(codesOf(await mutateRequest(ada, 'createRequest', both)), { customerId: 'INVALID' });
});

test('a repeated call with its key opens one request', async () => {
  const input = {
    kind: 'TASK',
    title: 'Once',
    customerId: crm.addCustomer(),
    idempotencyKey: randomUUID(),
  };
  const answers = await Promise.all(Array.from({ length: 6 }, () => succeed(ada, 'createRequest', input)));
  assert.equal(new Set(answers.map(({ id }) => id)).size, 1);
  const other = await mutateRequest(ada, 'createRequest', { ...input, title: 'Twice' });
  assert.deepEqual(codesOf(other), { idempotencyKey: 'IDEMPOTENCY_KEY_REUSED' });
});

test('while another service does not answer, nothing is opened', async () => {
  const input = { kind: 'TASK', title: 'Call', customerId: crm.addCustomer(), idempotencyKey: randomUUID() };
  crm.customers.behave('broken');
  const refused = await mutateRequest(ada, 'createRequest', input);
  crm.customers.behave('well');
  assert.deepEqual(codesOf(refused), { '': 'UNAVAILABLE' });
  assert.equal((await succeed(ada, 'createRequest', input)).title, 'Call');
});

test('a change sets the fields that are given, and names them in the history', async () => {
  const { id } = await openRequest(ada, { customerId: crm.addCustomer(), text: 'Soon' });
  const changed = await succeed(ada, 'updateRequest', {
    id,
    expectedVersion: 1,
    title: 'Call back',
    text: null,
    urgency: 'URGENT',
  });
  assert.deepEqual(
    [changed.title, changed.text, changed.urgency, changed.version],
    ['Call back', null, 'URGENT', 2],
  );
  assert.deepEqual(changed.history.edges.at(-1)?.node, {
    kind: 'CHANGED',
    text: null,
    fields: ['text', 'urgency'],
    doneBy: { id: 'ada' },
  });
  const same = await succeed(ada, 'updateRequest', { id, expectedVersion: 2, urgency: 'URGENT' });
  assert.deepEqual([same.version, kindsOf(same)], [2, ['CREATED', 'CHANGED']]);
  const refused = await mutateRequest(ada, 'updateRequest', { id, expectedVersion: 1, title: '' });
  assert.deepEqual(codesOf(refused), { title: 'REQUIRED', expectedVersion: 'CONFLICT' });
});

test('a request is given to somebody who has looked at requests and may see it', async () => {
  const bob = await crm.signIn('bob', 'CUSTOMER_MANAGER');
  const { id } = await openRequest(ada, { customerId: crm.addCustomer() });
  const input = { id, expectedVersion: 1, assigneeId: 'bob' };
  assert.deepEqual(codesOf(await mutateRequest(ada, 'assignRequest', input)), { assigneeId: 'NOT_FOUND' });
  await bob('{ requests { totalCount } }');
  await biller('{ requests { totalCount } }');
  const { data } = await ada<{ requestAssignees: { id: string }[] }>(
    '{ requestAssignees(kind: TASK) { id } }',
  );
  const offered = data.requestAssignees?.map((one) => one.id) ?? [];
  assert.ok(offered.includes('bob') && !offered.includes('bill'));
  const toBiller = { id, expectedVersion: 1, assigneeId: 'bill' };
  assert.deepEqual(codesOf(await mutateRequest(ada, 'assignRequest', toBiller)), { assigneeId: 'NOT_FOUND' });
  const given = await succeed(ada, 'assignRequest', input);
  assert.deepEqual([given.assignee, given.version], [{ id: 'bob' }, 2]);
  const freed = await succeed(ada, 'assignRequest', { id, expectedVersion: 2, assigneeId: null });
  assert.deepEqual([freed.assignee, kindsOf(freed)], [null, ['CREATED', 'ASSIGNED', 'ASSIGNED']]);
});

test('a program that looks at requests is given none, and what it opened is found by it', async () => {
  const token = { subject: 'an-account', clientId: 'api-shop', username: 'service-account-api-shop' };
  const shop = createGraphqlClient(crm.url, await crm.issuer.sign({ ...token, roles: ['CUSTOMER_MANAGER'] }));
  const { id } = await openRequest(shop, { customerId: crm.addCustomer() });
  for (const kind of ['TASK', 'DISPUTE']) {
    const { data } = await ada<{ requestAssignees: { id: string }[] }>(
      'query ($kind: RequestKind!) { requestAssignees(kind: $kind) { id } }',
      { kind },
    );
    assert.ok(data.requestAssignees?.every((one) => one.id !== token.subject));
  }
  const given = { id, expectedVersion: 1, assigneeId: token.subject };
  assert.deepEqual(codesOf(await mutateRequest(ada, 'assignRequest', given)), { assigneeId: 'NOT_FOUND' });
  const { data } = await ada<{ requests: { edges: { node: { id: string } }[] } }>(
    'query ($id: ID) { requests(filter: { authorId: $id }) { edges { node { id } } } }',
    { id: token.subject },
  );
  assert.deepEqual(data.requests?.edges, [{ node: { id } }]);
});

test('whoever has lost a role and repeats a call is told that there is nothing', async () => {
  const input = { kind: 'TASK', title: 'Call', customerId: crm.addCustomer(), idempotencyKey: randomUUID() };
  const eve = await crm.signIn('eve', 'CUSTOMER_MANAGER');
  const { id } = await succeed(eve, 'createRequest', input);
  const comment = { id, text: 'Nobody was there.', idempotencyKey: randomUUID() };
  await succeed(eve, 'commentOnRequest', comment);
  const later = await crm.signIn('eve', 'BILLING_MANAGER');
  assert.deepEqual(codesOf(await mutateRequest(later, 'createRequest', input)), { id: 'NOT_FOUND' });
  assert.deepEqual(codesOf(await mutateRequest(later, 'commentOnRequest', comment)), { id: 'NOT_FOUND' });
});

test('a request is commented, closed and opened again, and its history tells so', async () => {
  const { id } = await openRequest(ada, { customerId: crm.addCustomer() });
  const comment = { id, text: 'Nobody was there.', idempotencyKey: randomUUID() };
  await succeed(ada, 'commentOnRequest', comment);
  const again = await succeed(ada, 'commentOnRequest', comment);
  assert.deepEqual([again.version, kindsOf(again)], [1, ['CREATED', 'COMMENTED']]);
  const closed = await succeed(ada, 'closeRequest', { id, expectedVersion: 1, outcome: 'Reached.' });
  assert.deepEqual(
    [closed.status, closed.closedBy, closed.outcome, closed.version],
    ['DONE', { id: 'ada' }, 'Reached.', 2],
  );
  for (const [name, input] of [
    ['closeRequest', { id, expectedVersion: 2 }],
    ['updateRequest', { id, expectedVersion: 2, title: 'Late' }],
    ['assignRequest', { id, expectedVersion: 2, assigneeId: 'ada' }],
  ] as const)
    assert.deepEqual(codesOf(await mutateRequest(ada, name, input)), { '': 'WRONG_STATE' });
  const open = await succeed(ada, 'reopenRequest', { id, expectedVersion: 2 });
  assert.deepEqual([open.status, open.closedBy, open.outcome, open.version], ['OPEN', null, null, 3]);
  assert.deepEqual(kindsOf(open), ['CREATED', 'COMMENTED', 'CLOSED', 'REOPENED']);
});

test('of many who close or assign one request at once, one succeeds and the others conflict', async () => {
  const { id } = await openRequest(ada, { customerId: crm.addCustomer() });
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      index % 2 === 0
        ? mutateRequest(ada, 'closeRequest', { id, expectedVersion: 1 })
        : mutateRequest(ada, 'assignRequest', { id, expectedVersion: 1, assigneeId: 'ada' }),
    ),
  );
  const refused = answers.filter(({ request }) => request === null);
  assert.equal(refused.length, 9);
  for (const payload of refused) assert.deepEqual(codesOf(payload), { expectedVersion: 'CONFLICT' });
});

test('a request whose history is full can be closed, and nothing else', async () => {
  const { id } = await openRequest(ada, { customerId: crm.addCustomer() });
  await crm.database.sql`
    insert into request_history (request_id, kind, actor, occurred_at, details)
    select ${id}, 'COMMENTED', 'somebody', now(), '{"text":"x"}' from generate_series(2, 10000)`;
  const comment = { id, text: 'One more', idempotencyKey: randomUUID() };
  for (const [name, input] of [
    ['commentOnRequest', comment],
    ['updateRequest', { id, expectedVersion: 1, title: 'Other' }],
  ] as const)
    assert.deepEqual(codesOf(await mutateRequest(ada, name, input)), { '': 'OUT_OF_RANGE' });
  assert.equal((await succeed(ada, 'closeRequest', { id, expectedVersion: 1 })).status, 'DONE');
  const reopened = await mutateRequest(ada, 'reopenRequest', { id, expectedVersion: 2 });
  assert.deepEqual(codesOf(reopened), { '': 'OUT_OF_RANGE' });
});

test('nobody changes the history, not even by a statement', async () => {
  await openRequest(ada, { customerId: crm.addCustomer() });
  for (const statement of ['update request_history set actor = actor', 'delete from request_history'])
    await assert.rejects(crm.database.sql.unsafe(statement), /append-only/);
});
