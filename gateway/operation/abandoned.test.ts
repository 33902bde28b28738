import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createSocketClient } from '../clients/testing/live-results.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

function fetchSlowly(accept: string): () => void {
  const abort = new AbortController();
  const body = JSON.stringify({ query: '{ slow }' });
  const headers = { 'content-type': 'application/json', accept };
  fetch(gateway.url, { method: 'POST', headers, body, signal: abort.signal }).catch(() => {});
  return () => abort.abort();
}

const ways: Record<string, () => () => void> = {
  HTTP: () => fetchSlowly('application/json'),
  'server-sent events': () => fetchSlowly('text/event-stream'),
  WebSocket: () => {
    const { client } = createSocketClient(gateway.url);
    const live = { next: () => {}, error: () => {}, complete: () => {} };
    const unsubscribe = client.subscribe({ query: '{ slow }' }, live);
    return () => {
      unsubscribe();
      void client.dispose();
    };
  },
};

for (const [way, ask] of Object.entries(ways)) {
  test(`a client that leaves by ${way} ends its request to the subgraph, and the subgraph is not blamed`, async () => {
    const gate = gateway.library.closeGate();
    gateway.logLines.length = 0;
    const leave = ask();
    await gate.reached;
    leave();
    await waitFor('the end of the request', () =>
      gateway.logLines.some((line) => line.includes('a client left before a subgraph had answered')),
    );
    gate.open();
    assert.deepEqual(
      gateway.logLines.filter((line) => line.includes('gave no usable answer')),
      [],
    );
  });
}
