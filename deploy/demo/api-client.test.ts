import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { z } from 'zod';
import { createApiClient } from './api-client.ts';

/** An API that gives these answers, one after the other and the last for ever; faults cannot be had from a real one. */
async function startApi(t: TestContext, ...answers: string[]) {
  let calls = 0;
  const authorizations = new Set<string | undefined>();
  const server = createServer((request, response) => {
    authorizations.add(request.headers.authorization);
    response.end(answers[Math.min(calls, answers.length - 1)]);
    calls += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const api = createApiClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    getToken: async () => 'token',
    signal: AbortSignal.timeout(30_000),
  });
  return { api, calls: () => calls, authorizations };
}

const data = z.object({ a: z.int() });
const fine = '{"data":{"a":1}}';

test('gives the data and carries the token', async (t) => {
  const { api, authorizations } = await startApi(t, fine);
  assert.deepEqual(await api.request('{ a }', {}, data), { a: 1 });
  assert.deepEqual([...authorizations], ['Bearer token']);
});

for (const [what, answer] of [
  ['a subgraph is away', '{"errors":[{"message":"no","extensions":{"code":"SUBGRAPH_UNAVAILABLE"}}]}'],
  ['a mutation could not ask another service', '{"data":{"m0":{"userErrors":[{"code":"UNAVAILABLE"}]}}}'],
  ['what answers is no API', '<html>'],
] as const) {
  test(`asks again when ${what}`, async (t) => {
    const { api, calls } = await startApi(t, answer, fine);
    assert.deepEqual(await api.request('{ a }', {}, data), { a: 1 });
    assert.equal(calls(), 2);
  });
}

test('does not ask again what was refused', async (t) => {
  const { api, calls } = await startApi(
    t,
    '{"errors":[{"message":"You may not.","extensions":{"code":"FORBIDDEN"}}],"data":null}',
  );
  await assert.rejects(api.request('{ a }', {}, data), {
    code: 'API_REFUSED',
    message: 'The API answered an error (FORBIDDEN): You may not.',
  });
  assert.equal(calls(), 1);
});
