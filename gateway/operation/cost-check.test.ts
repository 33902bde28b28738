import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { StreamReader } from '../clients/testing/stream-reader.ts';
import { parseSupergraph } from '../graph/supergraph/supergraph.ts';
import { askByTransport } from '../testing/ask-by-transport.ts';
import { compose } from '../testing/compose.ts';
import { startTestGateway } from '../testing/test-gateway.ts';

async function start(t: TestContext, environment: Readonly<Record<string, string>>) {
  const gateway = await startTestGateway(environment);
  t.after(() => gateway.close());
  return gateway;
}

const query = '{ books { title isbn } }';

for (const [name, ask] of Object.entries(askByTransport)) {
  test(`costs are reported by ${name}`, async (t) => {
    const gateway = await start(t, { COST_REPORT: 'true', MAX_COST: '500' });
    assert.deepEqual(((await ask(gateway.url, { query })) as { extensions?: unknown }).extensions, {
      cost: { estimated: 10 * 3, max: 500, actual: 2 * 3 },
    });
  });
}

test('nothing is reported unless it is asked for', async (t) => {
  const gateway = await start(t, {});
  assert.equal('extensions' in (await gateway.ask(query)).body, false);
});

test('an answer that costs more than is allowed is withheld, and one that does not is given', async (t) => {
  const gateway = await start(t, { MAX_ACTUAL_COST: '5', COST_REPORT: 'true' });
  const { body } = await gateway.ask(query);
  assert.equal(body.data, null);
  assert.deepEqual(body.errors?.[0], {
    message: 'The answer cost 6, more than the 5 that are allowed; ask for shorter lists.',
    extensions: { code: 'MAX_ACTUAL_COST_LIMIT' },
  });
  assert.deepEqual(body.extensions, { cost: { estimated: 30, max: 100_000, actual: 6 } });
  assert.deepEqual((await gateway.ask('{ books { title } }')).body.errors, undefined);
});

test('deferred parts count: an answer that is measured comes whole', async (t) => {
  const gateway = await start(t, { MAX_ACTUAL_COST: '5' });
  const reader = await StreamReader.open(gateway.url, {
    method: 'POST',
    headers: { accept: 'multipart/mixed;deferSpec=20220824', 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ books { title } ... @defer { books { isbn } } }' }),
  });
  t.after(() => reader.leave());
  const text = await reader.end();
  assert.match(text, /MAX_ACTUAL_COST_LIMIT/);
  assert.match(text, /"data":null,"hasNext":false/);
  assert.doesNotMatch(text, /isbn|Dune/);
});

test('the answer to a mutation is given whatever it costs, as its work is done', async (t) => {
  const gateway = await start(t, { MAX_ACTUAL_COST: '1' });
  const { body } = await gateway.ask('mutation { lend(isbn: "1") { title isbn } }', { roles: ['LIBRARIAN'] });
  assert.deepEqual(body.data, { lend: { title: 'Dune', isbn: '1' } });
});

test('a composed supergraph states the costs of its subgraphs', () => {
  const typeDefs = `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost", "@listSize"])
    type Query { stars(limit: Int @cost(weight: 2)): [Star!] @listSize(slicingArguments: ["limit"]) }
    type Star @cost(weight: 9) { name: String }`;
  const { costRules } = parseSupergraph(compose([{ name: 'sky', url: 'http://sky.example', typeDefs }]));
  assert.deepEqual(Object.fromEntries(costRules.weights), { 'Query.stars(limit:)': 2, Star: 9 });
  assert.deepEqual(costRules.listSizes.get('Query.stars')?.slicingArguments, ['limit']);
});
