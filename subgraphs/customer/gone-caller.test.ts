import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { customerSubgraph } from './subgraph.ts';

let subgraph: TestSubgraph;

before(async () => {
  subgraph = await startTestSubgraph(customerSubgraph);
});
after(() => subgraph.close());

test('the statement of a caller who disconnects is cancelled at the server', async () => {
  const { sql } = subgraph.database;
  const token = await subgraph.tokenOf('CUSTOMER_MANAGER');
  const countWaiting = async () => {
    const [row] = await sql<{ count: number }[]>`select count(*)::int from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    return row?.count ?? 0;
  };
  await sql.begin(async (tx) => {
    // While this lock is held, no statement on customers ends.
    await tx`lock table customer.customers in access exclusive mode`;
    const caller = new AbortController();
    const answer = fetch(subgraph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ customers { totalCount edges { node { id } } } }' }),
      signal: caller.signal,
    });
    await waitFor('the statement to wait for the lock', async () => (await countWaiting()) === 1);
    caller.abort();
    await assert.rejects(answer);
    await waitFor('the statement to be cancelled', async () => (await countWaiting()) === 0);
  });
});
