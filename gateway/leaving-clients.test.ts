import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createSocketClient } from './clients/testing/live-results.ts';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let gateway: TestGateway;
before(async () => {
  // Each client's request is to be seen.
  gateway = await startTestGateway({ SHARE_QUERIES: 'false', SHARE_SUBGRAPH_REQUESTS: 'false' });
  // The start tells that nobody decides the policies of the supergraph.
  gateway.logLines.length = 0;
});
after(() => gateway.close());

const clientCount = 50;

function faults(): string[] {
  return gateway.logLines.filter((line) => /"level":"(warn|error|fatal)"/.test(line));
}

async function untilAsked(count: number): Promise<void> {
  await waitFor(`${count} requests`, () => gateway.library.books.seen.length >= count);
}

async function untilNoted(count: number): Promise<void> {
  const isNote = (line: string) => line.includes('a client left before a subgraph had answered');
  await waitFor(`${count} notes`, () => gateway.logLines.filter(isNote).length >= count);
}

test('a client that leaves before its answer does not count as a fault of a subgraph', async () => {
  const gate = gateway.library.closeGate();
  const leaving = new AbortController();
  for (const accept of ['application/json', 'text/event-stream']) {
    for (let count = 0; count < clientCount / 2; count += 1) {
      fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: JSON.stringify({ query: '{ slow }' }),
        signal: leaving.signal,
      }).catch(() => undefined);
    }
  }
  await untilAsked(clientCount);
  leaving.abort();
  await untilNoted(clientCount);
  gate.open();
  assert.deepEqual(faults(), []);
});

test('nor does a client of a WebSocket that leaves', async () => {
  const gate = gateway.library.closeGate();
  gateway.library.books.seen.length = 0;
  gateway.logLines.length = 0;
  const clients = Array.from({ length: 10 }, () => createSocketClient(gateway.url));
  for (const { run } of clients) run('{ slow }');
  await untilAsked(clients.length);
  await Promise.all(clients.map(({ client }) => client.terminate()));
  await untilNoted(clients.length);
  gate.open();
  assert.deepEqual(faults(), []);
});
