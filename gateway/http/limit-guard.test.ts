import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getIntrospectionQuery } from 'graphql';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

test('what exceeds limits is refused with every code and figure, and reaches no subgraph', async () => {
  const aliases = Array.from({ length: 31 }, (_, i) => `a${i}: hello`).join(' ');
  const { status, body } = await gateway.ask(`{ ${aliases} }`);
  assert.equal(status, 400);
  assert.deepEqual(body.errors, [
    {
      message: 'The operation has 31 aliases; at most 30 are allowed.',
      extensions: { code: 'MAX_ALIASES_LIMIT', measured: 31, allowed: 30 },
    },
    {
      message: 'The operation has 31 root fields; at most 20 are allowed.',
      extensions: { code: 'MAX_ROOT_FIELDS_LIMIT', measured: 31, allowed: 20 },
    },
  ]);
  assert.equal(gateway.library.books.seen.length, 0);
});

test('too many tokens have their code', async () => {
  const { status, body } = await gateway.ask(`{ hello ${'hello '.repeat(15_001)} }`);
  assert.equal(status, 400);
  assert.equal(body.errors?.[0]?.extensions.code, 'MAX_TOKENS_LIMIT');
});

test('limits hold for GET as well', async () => {
  const query = encodeURIComponent(`{ ${'hello '.repeat(21)} }`);
  const response = await fetch(`${gateway.url}?query=${query}`, {
    headers: { 'apollo-require-preflight': '1' },
  });
  assert.equal(response.status, 400);
});

test('an operation made to be slow to validate is refused quickly', async () => {
  const before = performance.now();
  const { status } = await gateway.ask(`{ books { ${'title '.repeat(14_000)} } }`);
  assert.equal(status, 400);
  assert.ok(performance.now() - before < 1_000);
});

test("GraphiQL's introspection passes", async () => {
  assert.equal((await gateway.ask(getIntrospectionQuery())).status, 200);
});
