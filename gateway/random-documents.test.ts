import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pickSize } from '#platform/testing/test-size.ts';
import { parseSupergraph } from './graph/supergraph/supergraph.ts';
import { compareWithGraphqlJs } from './testing/compare-with-graphql-js.ts';
import { compose } from './testing/compose.ts';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

/** More of them, and others: `RANDOM_DOCUMENTS=100000 RANDOM_SEED=1 npm run test:files -- gateway/random-documents.test.ts`. */
const count = Number(process.env['RANDOM_DOCUMENTS'] ?? pickSize({ quick: 150, long: 2_000 }));
const from = Number(process.env['RANDOM_SEED'] ?? 20_261_129);

test('random documents are accepted, refused and worded as by graphql-js, and none fails inside', async () => {
  const { books, people } = gateway.library;
  const { apiSchema } = parseSupergraph(compose([books, people]));
  const { valid, invalid } = await compareWithGraphqlJs(gateway, apiSchema, { from, count });
  assert.ok(valid > count / 10 && invalid > count / 10, `${valid} valid, ${invalid} invalid`);
});
