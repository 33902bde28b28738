import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startTestSubscriptions, type TestSubscriptions, take } from './testing/test-subscriptions.ts';

let running: TestSubscriptions;
before(async () => {
  running = await startTestSubscriptions();
});
after(() => running.close());

test('an event is completed from the other subgraphs', async () => {
  const { library } = running;
  const { events, mode } = await running.openLive(
    'subscription ($after: ID) { lent(after: $after) { number book { title author { name } } } }',
    { variables: { after: 'c0' } },
  );
  assert.equal(mode, 'EVERY');
  library.feeds.lend(2);
  const results = await take(events, 2);
  assert.deepEqual(JSON.parse(JSON.stringify(results)), [
    { data: { lent: { number: 1, book: { title: 'Solaris', author: { name: 'Author b' } } } } },
    { data: { lent: { number: 2, book: { title: 'Dune', author: { name: 'Author a' } } } } },
  ]);
  await events.return?.();
  await waitFor('the upstream to close', () => library.books.subscriptions.connectionCount === 0);
});
