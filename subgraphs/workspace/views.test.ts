import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callMutation, codesOf, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { maxViewsOfList } from './domain/bounds.ts';
import { createWorkspaceSubgraph } from './subgraph.ts';

interface TestView {
  readonly id: string;
  readonly list: string;
  readonly name: string;
  readonly state: string;
  readonly isDefault: boolean;
  readonly version: number;
}

interface TestViewPayload extends TestRefusal {
  readonly view: TestView | null;
}

const fields = 'id list name state isDefault version';
let subgraph: TestSubgraph;
let ada: GraphqlClient;
let grace: GraphqlClient;

before(async () => {
  subgraph = await startTestSubgraph(createWorkspaceSubgraph({ changes: createBell() }));
  // The subject is named after the role.
  ada = await subgraph.as('BILLING_MANAGER');
  grace = await subgraph.as('ADMIN');
});
after(() => subgraph.close());

function change(client: GraphqlClient, name: string, input: object): Promise<TestViewPayload> {
  return callMutation(client, name, input, `view { ${fields} }`);
}

async function save(client: GraphqlClient, input: object): Promise<TestView> {
  const payload = await change(client, 'saveView', { list: 'INVOICES', state: '', ...input });
  assert.deepEqual(payload.userErrors, []);
  assert.ok(payload.view);
  return payload.view;
}

async function list(client: GraphqlClient, name: string): Promise<readonly TestView[]> {
  const { data } = await client<{ savedViews: TestView[] }>(`{ savedViews(list: ${name}) { ${fields} } }`);
  return data.savedViews;
}

test('keeps views of a list by name, with one default, and each person sees their own only', async () => {
  const overdue = await save(ada, { name: 'Überfällig', state: '?status=OVERDUE', isDefault: true });
  assert.equal(overdue.state, 'status=OVERDUE');
  const large = await save(ada, { name: 'large', state: 'min=1000', isDefault: true });
  await save(grace, { name: 'large', state: 'min=5' });
  await save(ada, { list: 'CUSTOMERS', name: 'large', state: '' });
  assert.deepEqual(await list(ada, 'INVOICES'), [large, { ...overdue, isDefault: false }]);
  assert.deepEqual(
    (await list(grace, 'INVOICES')).map(({ state }) => state),
    ['min=5'],
  );
  const foreign = { id: large.id, expectedVersion: 1 };
  assert.deepEqual(codesOf(await change(grace, 'updateView', { ...foreign, name: 'mine' })), {
    id: 'NOT_FOUND',
  });
});

test('renames, changes and deletes a view in the version that was seen', async () => {
  const view = await save(ada, { list: 'PRODUCTS', name: 'low', state: 'stock=low' });
  const renamed = await change(ada, 'updateView', { id: view.id, expectedVersion: 1, name: 'Low stock' });
  assert.deepEqual(renamed.view, { ...view, name: 'Low stock', version: 2 });
  const stale = { id: view.id, expectedVersion: 1 };
  assert.deepEqual(codesOf(await change(ada, 'updateView', { ...stale, state: 'x=1' })), {
    expectedVersion: 'CONFLICT',
  });
  const refused = await callMutation(ada, 'deleteView', stale, 'deletedId');
  assert.deepEqual(codesOf(refused), { expectedVersion: 'CONFLICT' });
  const gone = await callMutation(ada, 'deleteView', { ...stale, expectedVersion: 2 }, 'deletedId');
  assert.deepEqual(gone, { deletedId: view.id, userErrors: [] });
  assert.deepEqual(await list(ada, 'PRODUCTS'), []);
});

test('answers a repeated call with the same view and tells all problems of a wrong one', async () => {
  const given = { list: 'IMPORTS', name: 'failed', state: 'status=FAILED' };
  const view = await save(ada, given);
  assert.deepEqual(await save(ada, given), view);
  const wrong = { list: 'IMPORTS', name: ' ', state: 'a b' };
  assert.deepEqual(codesOf(await change(ada, 'saveView', wrong)), { name: 'REQUIRED', state: 'INVALID' });
  const other = { ...given, state: 'x'.repeat(2_001) };
  assert.deepEqual(codesOf(await change(ada, 'saveView', other)), { name: 'TAKEN', state: 'TOO_LONG' });
});

test('keeps as many views of a list as the limit, also for calls at the same time', async () => {
  const client = await subgraph.as('CUSTOMER_MANAGER');
  const names = Array.from({ length: maxViewsOfList + 3 }, (_, index) => `view ${index}`);
  const answers = await Promise.all(
    names.map((name) => change(client, 'saveView', { list: 'APPROVALS', name, state: '' })),
  );
  const refused = answers.filter(({ view }) => view === null);
  assert.deepEqual(
    refused.map(codesOf),
    [1, 2, 3].map(() => ({ '': 'OUT_OF_RANGE' })),
  );
  assert.equal((await list(client, 'APPROVALS')).length, maxViewsOfList);
});

test('shows nothing to an anonymous caller', async () => {
  const { data, errors } = await subgraph.anonymous('{ savedViews { id } preferences { theme } }');
  assert.deepEqual(data, { savedViews: null, preferences: null });
  assert.equal(errors.length, 2);
});
