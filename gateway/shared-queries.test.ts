import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let gateway: TestGateway;
before(async () => {
  // Only whole queries are shared here, not their requests.
  gateway = await startTestGateway({ SHARE_SUBGRAPH_REQUESTS: 'false' });
});
after(() => gateway.close());

async function readShared(): Promise<number> {
  const text = await (await fetch(gateway.url.replace('/graphql', '/metrics'))).text();
  return Number(/^gateway_operations_shared_total (\d+)$/m.exec(text)?.[1] ?? Number.NaN);
}

test('equal queries of one caller are answered once while they are asked together, and other callers for themselves', async () => {
  const gate = gateway.library.closeGate();
  const { seen } = gateway.library.books;
  const tokens = await Promise.all(['one', 'other'].map((subject) => gateway.issuer.sign({ subject })));
  const headers = (token: string | undefined) => ({ authorization: `Bearer ${token}` });
  const [one, other] = tokens.map(headers);
  const asking = [one, one, one, other, other].map((each) =>
    gateway.ask('{ slow hello }', { headers: each ?? {} }),
  );
  await waitFor('three shared queries', async () => (await readShared()) === 3);
  await waitFor('two requests', () => seen.length >= 2);
  assert.deepEqual(
    seen.map((request) => request.headers.authorization),
    [one?.authorization, other?.authorization],
  );
  gate.open();
  for (const { status, body } of await Promise.all(asking)) {
    assert.deepEqual([status, body], [200, { data: { slow: 'done', hello: 'world' } }]);
  }
});
