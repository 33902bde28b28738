import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import { createGatewayMetrics } from './gateway-metrics.ts';
import { createOperationFigures } from './operation-figures.ts';

function createFigures() {
  const registry = new Registry();
  const note = createOperationFigures(registry, { names: ['Listed'], maxOperations: 3, maxClients: 2 });
  return {
    note: (name: string, { hash = 'abc', client = 'page', codes = [] as string[] } = {}) =>
      note({ type: 'query', name, hash, client: { name: client, version: '' }, codes, seconds: 0.01 }),
    countSeries: async () => {
      const text = await registry.metrics();
      return text.split('\n').filter((line) => /^gateway_.*(_count|_total)\{/.test(line)).length;
    },
    read: () => registry.metrics(),
  };
}

test('a client with ten thousand names of operations, clients and codes adds a few series', async () => {
  const { note, countSeries, read } = createFigures();
  const few = 2 * (3 + 1) + 2 * (2 + 1) + 51 + 2;
  for (let nth = 0; nth < 10_000; nth += 1) {
    const made = { hash: `${nth}`, client: `client-${nth}`, codes: nth % 2 ? [`CODE_${nth}`] : [] };
    note(`MadeUp${nth}`, made);
  }
  const once = await countSeries();
  assert.ok(once <= few, `${once} series`);
  for (let nth = 0; nth < 10_000; nth += 1)
    for (let time = 0; time < 6; time += 1)
      note(`Again${nth}`, { hash: `${nth}`, client: `client-${nth}`, codes: [`CODE_${nth}`] });
  const often = await countSeries();
  assert.ok(often <= few, `${often} series`);
  assert.match(await read(), /gateway_operation_errors_total\{code="other"\} \d{4}/);
});

test('a listed operation has figures of its own at once, whatever its documents are', async () => {
  const { note, read } = createFigures();
  for (let nth = 0; nth < 100; nth += 1) note('Listed', { hash: `${nth}` });
  const listed =
    'gateway_operation_duration_seconds_count{type="query",name="Listed",hash="",outcome="ok"} 100';
  assert.ok((await read()).includes(listed));
});

test('a name as long as a document is cut', async () => {
  const { note, read } = createFigures();
  for (let time = 0; time < 5; time += 1) note('x'.repeat(10_000));
  const longest = Math.max(...(await read()).split('\n').map(({ length }) => length));
  assert.ok(longest < 300, `a line of ${longest}`);
});

test('errors are counted by code, each as often as it is there', async () => {
  const { note, read } = createFigures();
  note('Books', { codes: ['FORBIDDEN', 'FORBIDDEN', 'GONE'] });
  assert.match(await read(), /gateway_operation_errors_total\{code="FORBIDDEN"\} 2/);
});

test('codes that a service makes up for days leave their places to others, with their figures', async (t) => {
  let nowMs = 0;
  t.mock.method(performance, 'now', () => nowMs);
  const registry = new Registry();
  const metrics = createGatewayMetrics(registry, { names: [], maxOperations: 3, maxClients: 2 });
  const client = { name: 'page', version: '' };
  for (let nth = 0; nth < 500; nth += 1) {
    nowMs += 60_000;
    const codes = [`CODE_${nth}`];
    metrics.subgraphErrors(nth % 2 ? 'books' : 'people', codes);
    metrics.operationAnswered({ type: 'query', name: 'Books', hash: 'abc', client, codes, seconds: 0.01 });
  }
  const lines = (await registry.metrics()).split('\n');
  const ofCodes = (name: string) => lines.filter((line) => line.startsWith(`${name}{`)).length;
  assert.equal(ofCodes('gateway_operation_errors_total'), 50);
  assert.equal(ofCodes('gateway_subgraph_errors_total'), 50);
});
