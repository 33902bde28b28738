import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGatewayConfiguration } from './configuration.ts';

const key = 'a key for tests alone';
const parse = (environment: Record<string, string>) =>
  parseGatewayConfiguration({ AUTHENTICATION: 'none', ...environment });

test('without an address there is no registry, and nothing is reported', () => {
  const { registry, usageReports } = parse({ REGISTRY_KEY: key, REGISTRY_GRAPH: 'shop' });
  assert.deepEqual([registry, usageReports], [undefined, undefined]);
});

test('a registry takes the reports as well, unless told otherwise', () => {
  const given = { REGISTRY_URL: 'http://127.0.0.1:4020/', REGISTRY_KEY: key, REGISTRY_GRAPH: 'shop' };
  const graphRef = 'shop@current';
  assert.deepEqual(parse(given).registry, { url: 'http://127.0.0.1:4020', key, graphRef });
  assert.deepEqual(parse(given).usageReports, { url: 'http://127.0.0.1:4020/usage', key, graphRef });
  assert.equal(parse({ ...given, USAGE_REPORTS: 'false' }).usageReports, undefined);
  const elsewhere = { ...given, USAGE_REPORT_URL: 'http://127.0.0.1:1/x', REGISTRY_GRAPH: 'shop@next' };
  assert.deepEqual(parse(elsewhere).usageReports, {
    url: 'http://127.0.0.1:1/x',
    key,
    graphRef: 'shop@next',
  });
});

test('an address without key and graph is refused, with all that is missing', () => {
  assert.throws(
    () => parse({ REGISTRY_URL: 'http://127.0.0.1:4020' }),
    /REGISTRY_KEY is missing.*\n.*REGISTRY_GRAPH is missing/,
  );
  assert.throws(
    () => parse({ REGISTRY_GRAPH: 'shop/@x' }),
    /REGISTRY_GRAPH.*must be a graph and its variant/,
  );
});
