import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway({ SHARE_QUERIES: 'false' });
});
afterEach(() => {
  gateway.library.books.seen.length = 0;
});
after(() => gateway.close());

const metricsUrl = () => gateway.url.replace('/graphql', '/metrics');

async function readShared(): Promise<number> {
  const text = await (await fetch(metricsUrl())).text();
  const line = /^gateway_subgraph_requests_shared_total\{subgraph="books"\} (\d+)$/m.exec(text);
  return Number(line?.[1] ?? 0);
}

function ask(authorization: string | undefined, signal?: AbortSignal): Promise<unknown> {
  return fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: JSON.stringify({ query: '{ slow }' }),
    ...(signal && { signal }),
  }).then((response) => response.json());
}

async function untilShared(count: number): Promise<void> {
  await waitFor(`${count} shared requests`, async () => (await readShared()) === count);
}

async function untilSeen(count: number): Promise<void> {
  await waitFor(`${count} requests at the subgraph`, () => gateway.library.books.seen.length === count);
}

test('clients with the same token share a request in flight, those with another one do not', async () => {
  const gate = gateway.library.closeGate();
  const before = await readShared();
  const [one, other] = await Promise.all(
    ['one', 'other'].map(async (subject) => `Bearer ${await gateway.issuer.sign({ subject })}`),
  );
  const asking = [one, one, one, other, other, undefined].map((token) => ask(token));
  await untilShared(before + 3);
  await untilSeen(3);
  const tokens = gateway.library.books.seen.map(({ headers }) => headers.authorization);
  assert.deepEqual(new Set(tokens), new Set([one, other, undefined]));
  gate.open();
  const [first, ...others] = await Promise.all(asking);
  assert.ok(first);
  for (const answer of others) assert.deepEqual(answer, first);
});

test('a client that leaves takes nothing from those who share its request', async () => {
  const gate = gateway.library.closeGate();
  const before = await readShared();
  const leaving = new AbortController();
  const left = ask(undefined, leaving.signal).catch(() => 'left');
  await untilSeen(1);
  const staying = ask(undefined);
  await untilShared(before + 1);
  leaving.abort();
  assert.equal(await left, 'left');
  gate.open();
  assert.deepEqual(await staying, { data: { slow: 'done' } });
  assert.equal(gateway.library.books.seen.length, 1);
});
