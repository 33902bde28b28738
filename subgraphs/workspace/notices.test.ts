import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { callMutation, codesOf } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import type { EventRecord } from '#schema/facturation/event.ts';
import { approvalDecided, approvalRequested } from '#schema/work-events/approval-events.ts';
import { requestDue } from '#schema/work-events/request-events.ts';
import { deleteOldNotices } from './store/delete-old-notices.ts';
import {
  newIdentity,
  startTestWorkspace,
  type TestNotice,
  type TestWorkspace,
} from './testing/test-workspace.ts';

let workspace: TestWorkspace;

before(async () => {
  workspace = await startTestWorkspace();
});
after(() => workspace.close());

const invoiceId = '01a1fd81-0453-755b-9469-a1627b6ce433';

function request(requester: string, invoiceNumber: string, approverRole = 'BILLING_MANAGER'): EventRecord {
  const event = {
    approvalId: randomUUID(),
    action: 'VOID',
    invoiceId,
    invoiceNumber,
    amount: '1234.50',
    currency: 'EUR',
    requestedBy: workspace.personOf(requester),
    approverRole,
    requestedAt: '2026-03-01T09:30:00.000Z',
  };
  return approvalRequested.encode(event, newIdentity());
}

function decide(requester: string, decider: string, invoiceNumber: string): EventRecord {
  const event = {
    approvalId: randomUUID(),
    action: 'CREDIT',
    invoiceId,
    invoiceNumber,
    amount: '10.00',
    currency: 'EUR',
    requestedBy: workspace.personOf(requester),
    decision: 'REJECTED',
    decidedBy: workspace.personOf(decider),
    decidedAt: '2026-03-01T10:00:00.000Z',
  };
  return approvalDecided.encode(event, newIdentity());
}

interface Page {
  readonly notices: TestNotice[];
  readonly unreadCount: number;
  readonly totalCount: number;
  readonly cursor: string;
}

async function read(client: GraphqlClient, options = ''): Promise<Page> {
  const { data, errors } = await client<{ notices: Page & { edges: { node: TestNotice }[] } }>(
    `{ notices${options} { edges { node { id kind subject isRead } } unreadCount totalCount cursor } }`,
  );
  assert.deepEqual(errors, []);
  const { edges, ...rest } = data.notices;
  return { ...rest, notices: edges.map(({ node }) => node) };
}

const subjectsOf = ({ notices }: Page) => notices.map(({ subject }) => subject);
const billing = ['BILLING_MANAGER'];

test('a request is a notice for whoever holds the role, and a decision one for the requester alone', async () => {
  const ada = await workspace.signIn({ subject: 'ada', roles: billing });
  const grace = await workspace.signIn({ subject: 'grace', roles: billing });
  const others = await workspace.signIn({ subject: 'joan', roles: ['PRODUCT_MANAGER'] });
  for (const client of [ada, grace, others]) await read(client);
  await workspace.receive(request('ada', '2026-000001'), decide('ada', 'grace', '2026-000002'));
  assert.deepEqual(subjectsOf(await read(ada)), ['2026-000002']);
  assert.deepEqual(subjectsOf(await read(grace)), ['2026-000001']);
  assert.deepEqual(subjectsOf(await read(others)), []);
  const { data } = await grace<{ notices: { edges: { node: unknown }[] } }>(`{ notices { edges { node {
    kind occurredAt invoice { id } amount { amount currency } approval { action decision } } } } }`);
  assert.deepEqual(data.notices.edges[0]?.node, {
    kind: 'APPROVAL_REQUESTED',
    occurredAt: '2026-03-01T09:30:00.000Z',
    invoice: { id: invoiceId },
    amount: { amount: '1234.50', currency: 'EUR' },
    approval: { action: 'VOID', decision: null },
  });
});

test('an alert of a request is for whoever is to do it, or for the role, with its deadline', async () => {
  const kim = await workspace.signIn({ subject: 'kim', roles: ['CUSTOMER_MANAGER'] });
  const lou = await workspace.signIn({ subject: 'lou', roles: ['CUSTOMER_MANAGER'] });
  for (const client of [kim, lou]) await read(client);
  const event = {
    requestId: randomUUID(),
    reference: 'R-7',
    stage: 'DUE_SOON',
    deadline: '2026-03-02T09:30:00.000Z',
    role: 'CUSTOMER_MANAGER',
    announcedAt: '2026-03-01T09:30:00.000Z',
  };
  const late = { ...event, reference: 'R-8', stage: 'OVERDUE' };
  await workspace.receive(
    requestDue.encode({ ...event, assignee: workspace.personOf('kim') }, newIdentity('/crm')),
    requestDue.encode(late, newIdentity('/crm')),
  );
  const toKinds = ({ notices }: Page) => notices.map(({ kind, subject }) => `${kind} ${subject}`);
  assert.deepEqual(toKinds(await read(kim)), ['REQUEST_OVERDUE R-8', 'REQUEST_DUE_SOON R-7']);
  assert.deepEqual(toKinds(await read(lou)), ['REQUEST_OVERDUE R-8']);
  const { data } = await kim<{ notices: { edges: { node: object }[] } }>(
    '{ notices { edges { node { deadline request { id } } } } }',
  );
  const node = { deadline: event.deadline, request: { id: event.requestId } };
  assert.deepEqual(data.notices.edges.at(-1)?.node, node);
});

test('whoever loses a role no longer sees its notices, and is told so', async () => {
  const before = await workspace.signIn({ subject: 'eve', roles: billing });
  await read(before);
  await workspace.receive(request('somebody', '2026-000003'));
  assert.ok(subjectsOf(await read(before)).includes('2026-000003'));
  const later = await workspace.signIn({ subject: 'eve', roles: ['PRODUCT_MANAGER'] });
  const { notices } = await read(later);
  assert.deepEqual(
    notices.map(({ kind }) => kind),
    ['RIGHTS_CHANGED'],
  );
  const { data } = await later<{ notices: { edges: { node: object }[] } }>(
    '{ notices { edges { node { rights { added removed } } } } }',
  );
  assert.deepEqual(data.notices.edges[0]?.node, {
    rights: { added: ['PRODUCT_MANAGER'], removed: ['BILLING_MANAGER'] },
  });
});

test('a token of a client that carries fewer roles is not a change of rights', async () => {
  const whole = await workspace.signIn({ subject: 'mary', roles: ['ADMIN', ...billing], clientId: 'web' });
  const part = await workspace.signIn({ subject: 'mary', roles: billing, clientId: 'cli' });
  for (const client of [whole, part, whole, part])
    assert.ok(!(await read(client)).notices.some(({ kind }) => kind === 'RIGHTS_CHANGED'));
});

test('notices are unread until they are marked, one by one or all, for each person', async () => {
  const ada = await workspace.signIn({ subject: 'ada-2', roles: billing });
  const grace = await workspace.signIn({ subject: 'grace-2', roles: billing });
  assert.equal((await read(ada)).unreadCount, 0, 'what came before the first look counts as read');
  await read(grace);
  await workspace.receive(...['4', '5', '6'].map((number) => request('somebody', number)));
  const page = await read(ada, '(first: 3)');
  assert.deepEqual([subjectsOf(page), page.unreadCount], [['6', '5', '4'], 3]);
  const [newest] = page.notices;
  const marked = await callMutation(ada, 'markNoticesRead', { ids: [newest?.id] }, 'unreadCount');
  assert.deepEqual(marked, { unreadCount: 2, userErrors: [] });
  assert.deepEqual(subjectsOf(await read(ada, '(unreadOnly: true)')), ['5', '4']);
  const all = await callMutation(ada, 'markNoticesRead', { upTo: page.cursor }, 'unreadCount');
  assert.deepEqual(all, { unreadCount: 0, userErrors: [] });
  assert.equal((await read(grace)).unreadCount, 3);
});

test('nobody marks what they may not see, and all problems of the input are told', async () => {
  const grace = await workspace.signIn({ subject: 'grace-3', roles: billing });
  await read(grace);
  await workspace.receive(request('somebody', '7'));
  const id = (await read(grace)).notices[0]?.id;
  const stranger = await workspace.signIn({ subject: 'stranger', roles: [] });
  await callMutation(stranger, 'markNoticesRead', { ids: [id] }, 'unreadCount');
  const [stored] = await workspace.database.sql`
    select count(*)::int as count from workspace.notice_reads where notice_id = ${id ?? ''}`;
  assert.equal(stored?.['count'], 0);
  const wrong = { ids: Array.from({ length: 101 }, () => id), upTo: 'no cursor' };
  const refused = await callMutation(stranger, 'markNoticesRead', wrong, 'unreadCount');
  assert.deepEqual(codesOf(refused), { ids: 'TOO_LONG', upTo: 'INVALID' });
  assert.deepEqual(codesOf(await callMutation(stranger, 'markNoticesRead', {}, 'unreadCount')), {
    '': 'REQUIRED',
  });
});

test('an event that the log brings twice is one notice, and what cannot be read is a dead letter', async () => {
  const record = request('somebody', '8');
  assert.deepEqual(await workspace.receive(record, record), { added: 1, dead: 0 });
  const changed = { ...record, value: Buffer.from('{"amount":12}') };
  const unknown = { ...record, headers: { ...record.headers, ce_type: 'facturation.of.a.later.release' } };
  assert.deepEqual(await workspace.receive(record, changed, unknown), { added: 0, dead: 2 });
  const letters = await workspace.database
    .sql`select reason from workspace.dead_letters order by record_offset`;
  assert.match(letters[0]?.['reason'], /\/approvalId .*\/amount /);
  assert.equal(letters[1]?.['reason'], '/headers/ce_type must be a known type');
});

test('a subscription continues after its cursor with each notice once, in their order', async () => {
  const person = { subject: 'ada-4', roles: billing };
  const client = await workspace.signIn(person);
  const { cursor } = await read(client);
  await workspace.receive(request('somebody', '9'), request('ada-4', 'my own'), request('somebody', '10'));
  const events = workspace.follow(person, cursor);
  const first = (await events.next()).value;
  assert.deepEqual([first?.notice.subject, first?.unreadCount], ['9', 2]);
  assert.equal((await events.next()).value?.notice.subject, '10');
  const pending = events.next();
  await workspace.receive(request('somebody', 'of another role', 'ADMIN'), request('somebody', '11'));
  assert.equal((await pending).value?.notice.subject, '11');
  await events.return?.();
  const again = workspace.follow(person, first?.cursor);
  assert.equal((await again.next()).value?.notice.subject, '10');
  await again.return?.();
});

test('old notices are deleted, and a cursor before them has expired', async () => {
  const person = { subject: 'ada-5', roles: billing };
  const client = await workspace.signIn(person);
  const { cursor } = await read(client);
  await workspace.receive(request('somebody', '12'), request('somebody', '13'));
  await workspace.database.sql`
    update workspace.notices set stored_at = now() - interval '91 days' where subject = '12'`;
  assert.equal(await deleteOldNotices(workspace.database.sql, 90), 1);
  assert.equal(await deleteOldNotices(workspace.database.sql, 90), 0);
  assert.equal(subjectsOf(await read(client))[0], '13');
  await assert.rejects(workspace.follow(person, cursor).next(), (error: unknown) =>
    JSON.stringify(error).includes('CURSOR_EXPIRED'),
  );
});
