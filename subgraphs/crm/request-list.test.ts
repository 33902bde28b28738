import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { PageArguments } from '#platform/graphql/page.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { type WalkedPage, walkPages } from '#platform/testing/walk-pages.ts';
import { listIds, openRequest, succeed } from './testing/request-calls.ts';
import { startTestCrm, type TestCrm } from './testing/test-crm.ts';

let crm: TestCrm;
let ada: GraphqlClient;
/** The ids of requests by their titles. */
const ids: Record<string, string> = {};

before(async () => {
  crm = await startTestCrm();
  ada = await crm.signIn('ada', 'CUSTOMER_MANAGER', 'BILLING_MANAGER');
  const open = async (title: string, input: object) => {
    const { id } = await openRequest(ada, { title, customerId: crm.addCustomer(), ...input });
    ids[title] = id;
    return id;
  };
  crm.setNow('2026-03-01T10:00:00Z');
  await open('later', { urgency: 'HIGH', deadline: '2026-03-20T12:00:00Z' });
  await open('sooner', { urgency: 'HIGH', deadline: '2026-03-10T12:00:00Z', assigneeId: 'ada' });
  crm.setNow('2026-03-02T10:00:00Z');
  await open('someday', { urgency: 'HIGH', text: '100% of the "Œuvre"' });
  await open('now', { urgency: 'URGENT', kind: 'COMPLAINT' });
  const done = await open('done', { urgency: 'LOW', deadline: '2026-03-05T12:00:00Z' });
  await succeed(ada, 'closeRequest', { id: done, expectedVersion: 1 });
  const invoiceId = crm.addInvoice({ number: 'Z-4711' });
  await open('dispute', { kind: 'DISPUTE', customerId: null, invoiceId, urgency: 'LOW' });
  crm.setNow('2026-03-12T10:00:00Z');
});
after(() => crm.close());

async function readPage(page: PageArguments, order: string): Promise<WalkedPage<{ id: string }>> {
  const { data, errors } = await ada<{ requests: WalkedPage<{ id: string }> }>(
    `query ($first: Int, $after: String, $last: Int, $before: String) {
      requests(first: $first, after: $after, last: $last, before: $before, ${order}) {
        edges { node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    { ...page },
  );
  assert.deepEqual(errors, []);
  assert.ok(data.requests);
  return data.requests;
}

const titlesOf = (found: readonly string[]) =>
  found.map((id) => Object.keys(ids).find((title) => ids[title] === id));

test('the most urgent come first, then the earliest deadline, then those without one', async () => {
  assert.deepEqual(titlesOf(await listIds(ada, '')), [
    'now',
    'sooner',
    'later',
    'someday',
    'done',
    'dispute',
  ]);
});

const filters: readonly (readonly [string, readonly string[]])[] = [
  ['status: [DONE]', ['done']],
  ['kind: [COMPLAINT, DISPUTE]', ['dispute', 'now']],
  ['urgency: [URGENT]', ['now']],
  ['isOverdue: true', ['sooner']],
  ['isOverdue: false', ['dispute', 'done', 'later', 'now', 'someday']],
  ['assigneeId: "ada"', ['sooner']],
  ['assigneeId: "nobody"', []],
  ['isUnassigned: true, status: [OPEN]', ['dispute', 'later', 'now', 'someday']],
  ['createdFrom: "2026-03-02T00:00:00Z"', ['dispute', 'done', 'now', 'someday']],
  ['createdBefore: "2026-03-02T00:00:00Z"', ['later', 'sooner']],
  ['deadlineFrom: "2026-03-10T12:00:00Z", deadlineBefore: "2026-03-20T12:00:00Z"', ['sooner']],
  ['search: "OF THE \\"œuvre"', ['someday']],
  ['search: "0%"', ['someday']],
  ['search: "z-47"', ['dispute']],
  ['search: "nothing like it"', []],
  ['customerId: "no-id"', []],
  ['invoiceId: "00000000-0000-7000-8000-000000000000"', []],
];
for (const [filter, titles] of filters)
  test(`a list is filtered by ${filter}`, async () => {
    assert.deepEqual(titlesOf(await listIds(ada, `filter: { ${filter} }`)).toSorted(), titles);
  });

test('a request is found by its reference', async () => {
  const { data } = await ada<{ request: { reference: string } }>(
    `{ request(id: "${ids['now']}") { reference } }`,
  );
  const found = await listIds(ada, `filter: { search: "${data.request?.reference.toLowerCase()}" }`);
  assert.ok(titlesOf(found).includes('now'));
});

for (const field of ['URGENCY', 'DEADLINE', 'CREATED_AT', 'UPDATED_AT'])
  for (const direction of ['ASC', 'DESC'])
    test(`pages by ${field} ${direction} together are the whole list, forwards and backwards`, async () => {
      const order = `orderBy: { field: ${field}, direction: ${direction} }`;
      const whole = await listIds(ada, order);
      assert.equal(whole.length, 6);
      for (const isBackward of [false, true]) {
        const walked = await walkPages((page) => readPage(page, order), { size: 2, isBackward });
        assert.deepEqual(
          walked.map(({ id }) => id),
          whole,
        );
      }
    });

test('instants that leave no time between them are told, both pairs at once', async () => {
  const { errors } = await ada(`{ requests(filter: {
    createdFrom: "2026-03-02T00:00:00Z", createdBefore: "2026-03-01T00:00:00Z",
    deadlineFrom: "2026-03-02T00:00:00Z", deadlineBefore: "2026-03-01T00:00:00Z" }) { totalCount } }`);
  assert.match(errors[0]?.message ?? '', /createdFrom.*deadlineFrom/);
  assert.equal(errors[0]?.extensions?.code, 'BAD_USER_INPUT');
});
