import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

// Shows why a library is worked around. If it fails, the workaround can go; see platform/patches/in-their-rooms.md.

test('graphql-ws gives a socket its address and protocol only (subgraph-socket.ts)', async () => {
  const created: unknown[][] = [];
  class Recorded extends WebSocket {
    constructor(...given: [string, string]) {
      super(...given);
      created.push(given);
    }
  }
  const client = createClient({
    url: 'ws://127.0.0.1:9/graphql',
    webSocketImpl: Recorded,
    retryAttempts: 0,
    lazy: true,
    onNonLazyError: () => {},
  });
  await assert.rejects(client.iterate({ query: '{ __typename }' }).next());
  await client.dispose();
  assert.deepEqual(
    created.map((given) => given.length),
    [2],
  );
});
