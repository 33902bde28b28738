import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { createSocketClient } from './testing/live-results.ts';
import { StreamReader } from './testing/stream-reader.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway({ SUBSCRIPTION_ESTABLISH_TIMEOUT_MS: '300' });
});
after(() => gateway.close());

const visitorsQuery = 'subscription { visitors { count } }';
const streamKinds = {
  'server-sent events': 'text/event-stream',
  multipart: 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json',
};

/** Subscribes by every transport. @returns all that came of it, as text */
async function subscribeByAll(): Promise<string[]> {
  const streams = Object.values(streamKinds).map(async (accept) => {
    const headers = { accept, 'content-type': 'application/json' };
    const body = JSON.stringify({ query: visitorsQuery });
    return (await StreamReader.open(gateway.url, { method: 'POST', headers, body })).end();
  });
  const { client, run } = createSocketClient(gateway.url);
  const live = run(visitorsQuery);
  await live.end();
  await client.dispose();
  return [...(await Promise.all(streams)), JSON.stringify(live.results)];
}

describe('by every transport a client is told', () => {
  test('that a subgraph cannot be reached', async () => {
    gateway.library.books.subscriptions.accepts = false;
    for (const text of await subscribeByAll()) assert.match(text, /"code":"SUBGRAPH_UNAVAILABLE"/);
  });

  test('that a subgraph has no subscriptions, without its address', async () => {
    Object.assign(gateway.library.books.subscriptions, { accepts: false, refusalStatus: 404 });
    for (const text of await subscribeByAll()) {
      assert.match(text, /takes no such subscriptions.*"code":"SUBGRAPH_UNAVAILABLE"/);
      assert.doesNotMatch(text, /127\.0\.0\.1/);
    }
    assert.match(gateway.logLines.join(''), /refused the upgrade with 404/);
  });

  test('that a subgraph refused, though it gave no code', async () => {
    gateway.library.books.subscriptions.accepts = true;
    gateway.library.feeds.refuse(3);
    for (const text of await subscribeByAll()) assert.match(text, /"errors":\[\{"message":/);
  });
});
