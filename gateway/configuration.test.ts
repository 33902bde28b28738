import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { parseGatewayConfiguration } from './configuration.ts';

test('an empty environment is a gateway for development', () => {
  const configuration = parseGatewayConfiguration({});
  assert.equal(configuration.port, 4000);
  assert.equal(configuration.host, '127.0.0.1');
  assert.equal(configuration.supergraphFile, 'schema/supergraph.graphql');
  assert.equal(configuration.introspection, 'open');
  assert.equal(configuration.exposeSubgraphErrors, true);
  assert.deepEqual(configuration.corsOrigins, []);
  assert.equal(configuration.limits.maxDepth, 15);
  assert.equal(configuration.bodyLimitBytes, 1_048_576);
});

test('production closes what development leaves open', () => {
  const configuration = parseGatewayConfiguration({ NODE_ENV: 'production' });
  assert.deepEqual(configuration.introspection, { roles: ['ADMIN'] });
  assert.equal(configuration.exposeSubgraphErrors, false);
});

test('addresses of subgraphs are read by their names', () => {
  const { subgraphUrls } = parseGatewayConfiguration({
    SUBGRAPH_URL_CUSTOMER: 'http://127.0.0.1:4001/graphql',
    SUBGRAPH_URL_LIVE_STATS: 'http://127.0.0.1:4004/graphql',
    SUBGRAPH_URL_EMPTY: '',
  });
  assert.deepEqual(subgraphUrls, {
    CUSTOMER: 'http://127.0.0.1:4001/graphql',
    LIVE_STATS: 'http://127.0.0.1:4004/graphql',
  });
});

test('all that is wrong is told at once', () => {
  const wrong = {
    GATEWAY_PORT: 'x',
    CORS_ORIGINS: 'https://a.example/path',
    MAX_DEPTH: '0',
    INTROSPECTION: 'sometimes',
    SUBGRAPH_URL_CUSTOMER: 'localhost:4001',
    AUTHORIZATION_ERRORS: 'maybe',
  };
  assert.throws(
    () => parseGatewayConfiguration(wrong),
    (error: unknown) => {
      assert.ok(error instanceof ConfigurationError);
      assert.deepEqual(
        error.problems.map((problem) => problem.split(':')[0]).sort(),
        Object.keys(wrong).sort(),
      );
      return true;
    },
  );
});
