import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { ApolloClient, type ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Defer20220824Handler } from '@apollo/client/incremental';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-sse';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { createSocketClient, LiveResults } from './testing/live-results.ts';

const visitorsQuery = 'subscription { visitors { count oldest { name } } }';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

/** What came before another visit, and that visit. */
async function checkVisits(live: LiveResults, count: number): Promise<void> {
  await live.reach(1);
  gateway.library.feeds.visit(count);
  await waitFor('the visit', () => JSON.stringify(live.results.at(-1)).includes(`"count":${count}`));
  const visitors = live.results.at(-1)?.data?.visitors;
  assert.deepEqual(JSON.parse(JSON.stringify(visitors)), {
    ...gatewayTypename(visitors, 'Visitors'),
    count,
    oldest: { ...gatewayTypename(visitors, 'Author'), name: 'Author a' },
  });
}

/** Apollo Client asks for the names of types by itself. */
function gatewayTypename(visitors: unknown, name: string): object {
  return visitors !== null && typeof visitors === 'object' && '__typename' in visitors
    ? { __typename: name }
    : {};
}

async function subscribeWithApollo(link: ApolloLink, count: number): Promise<void> {
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const live = new LiveResults();
  const subscription = client.subscribe({ query: gql(visitorsQuery) }).subscribe(live.sink);
  await checkVisits(live, count);
  subscription.unsubscribe();
  client.stop();
}

test("graphql-sse's client", async () => {
  const client = createClient({ url: gateway.url });
  const live = new LiveResults();
  client.subscribe({ query: visitorsQuery }, live.sink);
  await checkVisits(live, 11);
  const query = new LiveResults();
  client.subscribe({ query: '{ hello }' }, query.sink);
  await query.end();
  assert.deepEqual(query.results, [{ data: { hello: 'world' } }]);
  client.dispose();
});

test('Apollo Client over multipart', () => subscribeWithApollo(new HttpLink({ uri: gateway.url }), 12));

test('Apollo Client over WebSocket', async () => {
  const { client } = createSocketClient(gateway.url);
  await subscribeWithApollo(new GraphQLWsLink(client), 13);
  await client.dispose();
});

const deferringQuery = '{ hello books { isbn author { id ... @defer { name } } } }';
const namedAuthors = [
  { isbn: '1', author: { id: 'a', name: 'Author a' } },
  { isbn: '2', author: { id: 'b', name: 'Author b' } },
];

test('Apollo Client takes what is deferred over multipart', async () => {
  const client = new ApolloClient({
    link: new HttpLink({ uri: gateway.url }),
    cache: new InMemoryCache(),
    incrementalHandler: new Defer20220824Handler(),
  });
  const states: { readonly dataState: string; readonly data?: unknown }[] = [];
  const subscription = client
    .watchQuery({ query: gql(deferringQuery) })
    .subscribe((state) => void states.push(state));
  await waitFor('the whole answer', () => states.at(-1)?.dataState === 'complete');
  subscription.unsubscribe();
  client.stop();
  const data = JSON.parse(JSON.stringify(states.at(-1)?.data));
  assert.partialDeepStrictEqual(data, { hello: 'world', books: namedAuthors });
  assert.ok(states.some(({ dataState }) => dataState === 'streaming'));
});

test("graphql-sse's client takes what is deferred, one result after the other", async () => {
  const client = createClient({ url: gateway.url });
  const live = new LiveResults();
  client.subscribe({ query: deferringQuery }, live.sink);
  await live.end();
  assert.equal(live.results.length, 2);
  assert.match(JSON.stringify(live.results[1]), /"hasNext":false/);
  client.dispose();
});

test('Apollo Client is told that its token has expired', async () => {
  const token = await gateway.issuer.sign({ expiresIn: 2 });
  const link = new HttpLink({ uri: gateway.url, headers: { authorization: `Bearer ${token}` } });
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const told: unknown[] = [];
  const subscription = client.subscribe({ query: gql(visitorsQuery) }).subscribe({
    next: ({ error }) => void (error && told.push(error)),
    error: (error) => void told.push(error),
  });
  await waitFor('the error', () => told.length > 0);
  assert.match(JSON.stringify(told[0]), /SUBSCRIPTION_TOKEN_EXPIRED/);
  subscription.unsubscribe();
  client.stop();
});

test('curl', async () => {
  const curl = spawn('curl', [
    '--no-buffer',
    '--silent',
    ...['--header', 'accept: text/event-stream', '--header', 'content-type: application/json'],
    ...['--data', JSON.stringify({ query: visitorsQuery }), gateway.url],
  ]);
  let text = '';
  curl.stdout.on('data', (chunk) => {
    text += chunk;
  });
  const ended = new Promise((resolve) => curl.once('close', resolve));
  await waitFor('the first result', () => text.includes('event: next'));
  gateway.library.feeds.visit(14);
  await waitFor('the visit', () => text.includes('"count":14'));
  curl.kill();
  await ended;
});
