import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, cacheExchange, createRequest, fetchExchange } from '@urql/core';
import { FirstQuery } from './first-query.ts';
import { createTrustedDocument } from './trusted-document.ts';

const document = createTrustedDocument<{ list: string }, { page: number }>('query', 'List', 'a hash');
const toKey = (page: number) => createRequest(document, { page }).key;

/** A client whose requests are answered when the test says so. */
function createClient() {
  const answer = Promise.withResolvers<void>();
  const sent: string[] = [];
  const client = new Client({
    url: 'http://localhost/graphql',
    preferGetMethod: false,
    exchanges: [cacheExchange, fetchExchange],
    async fetch(_url, init) {
      sent.push(String(init?.body));
      await answer.promise;
      return Response.json({ data: { list: 'first' } });
    },
  });
  return { client, sent, answer: answer.resolve };
}

test('other queries wait until the answer of the first is painted, and the first waits for nothing', async () => {
  const painted = Promise.withResolvers<void>();
  const first = new FirstQuery(() => painted.promise);
  const { client, sent, answer } = createClient();
  assert.equal(first.untilShown(toKey(2)), undefined);
  first.ask(client, { document, variables: { page: 1 } });
  assert.equal(first.untilShown(toKey(1)), undefined);
  const order: string[] = [];
  const waiting = first.untilShown(toKey(2))?.then(() => order.push('other'));
  assert.ok(waiting);
  answer();
  await client.query(document, { page: 1 }).toPromise();
  order.push('answered');
  await wait(10);
  order.push('rendering');
  first.noteRendering();
  await wait(10);
  order.push('painted');
  painted.resolve();
  await waiting;
  assert.deepEqual(order, ['answered', 'rendering', 'painted', 'other']);
  assert.equal(first.untilShown(toKey(2)), undefined);
  assert.equal(sent.length, 1);
});

test('other queries wait for a second at the most', async ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const first = new FirstQuery();
  first.ask(createClient().client, { document, variables: { page: 1 } });
  let isOver = false;
  const waiting = first.untilShown(toKey(2))?.then(() => {
    isOver = true;
  });
  mock.timers.tick(999);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isOver, false);
  mock.timers.tick(1);
  await waiting;
  assert.equal(isOver, true);
});

test('a page waits for the answer for a moment, and one that asks nothing first does not wait', async ({
  mock,
}) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const first = new FirstQuery(() => Promise.resolve());
  await first.untilAnswered();
  const { client, answer } = createClient();
  first.ask(client, { document, variables: { page: 1 } });
  const waiting = first.untilAnswered();
  mock.timers.tick(50);
  await waiting;
  answer();
  await first.untilAnswered();
});

test('the page takes the answer that was asked for, and whoever comes back to it asks anew', () => {
  const first = new FirstQuery();
  assert.equal(first.isFresh(toKey(1)), false);
  first.ask(createClient().client, { document, variables: { page: 1 } });
  assert.equal(first.isFresh(toKey(2)), false);
  assert.equal(first.isFresh(toKey(1)), true);
  first.take(toKey(2));
  assert.equal(first.isFresh(toKey(1)), true);
  first.take(toKey(1));
  assert.equal(first.isFresh(toKey(1)), false);
});
