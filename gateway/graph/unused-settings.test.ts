import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestGateway } from '../testing/test-gateway.ts';

test('a gateway warns of settings for subgraphs that its supergraph has not', async (t) => {
  const gateway = await startTestGateway({
    SUBGRAPH_URL_NOBODY: 'http://127.0.0.1:9/graphql',
    SUBGRAPH_TIMEOUT_MS_NOWHERE: '500',
    SUBGRAPH_TIMEOUT_MS_BOOKS: '500',
    SUBGRAPH_HTTP2_SOMEBODY: 'true',
    SUBGRAPH_HTTP2_PEOPLE: 'true',
  });
  t.after(() => gateway.close());
  const warnings = gateway.logLines.filter((line) => line.includes('are configured for subgraphs'));
  assert.equal(warnings.length, 3);
  assert.match(warnings[0] ?? '', /"unused":\["NOBODY"\].*addresses are/);
  assert.match(warnings[1] ?? '', /"unused":\["NOWHERE"\].*times are/);
  assert.match(warnings[2] ?? '', /"unused":\["SOMEBODY"\].*TLS settings are/);
});
