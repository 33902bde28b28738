import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { parseGatewayConfiguration } from './configuration.ts';

const identity = { OIDC_ISSUER: 'https://id.example/', OIDC_AUDIENCE: 'api' };

test('an issuer and its audience are enough for a gateway for development', () => {
  const configuration = parseGatewayConfiguration(identity);
  assert.equal(configuration.port, 4000);
  assert.equal(configuration.host, '127.0.0.1');
  assert.equal(configuration.supergraphFile, 'supergraph.graphql');
  assert.equal(configuration.introspection, 'open');
  assert.equal(configuration.exposeSubgraphErrors, true);
  assert.deepEqual(configuration.corsOrigins, []);
  assert.equal(configuration.limits.maxDepth, 15);
  assert.equal(configuration.bodyLimitBytes, 1_048_576);
});

test('production closes what development leaves open', () => {
  const configuration = parseGatewayConfiguration({ ...identity, NODE_ENV: 'production' });
  assert.deepEqual(configuration.introspection, { roles: [] });
  assert.equal(configuration.exposeSubgraphErrors, false);
});

test('addresses of subgraphs are read by their names', () => {
  const { subgraphUrls } = parseGatewayConfiguration({
    ...identity,
    SUBGRAPH_URL_CUSTOMER: 'http://127.0.0.1:4001/graphql',
    SUBGRAPH_URL_LIVE_STATS: 'http://127.0.0.1:4004/graphql',
    SUBGRAPH_URL_EMPTY: '',
  });
  assert.deepEqual(subgraphUrls, {
    CUSTOMER: 'http://127.0.0.1:4001/graphql',
    LIVE_STATS: 'http://127.0.0.1:4004/graphql',
  });
});

test('times of subgraphs are read by their names', () => {
  const { subgraphTimeoutsMs, upstream } = parseGatewayConfiguration({
    ...identity,
    SUBGRAPH_TIMEOUT_MS: '9000',
    SUBGRAPH_TIMEOUT_MS_LIVE_STATS: '500',
    SUBGRAPH_TIMEOUT_MS_EMPTY: '',
  });
  assert.equal(upstream.responseTimeoutMs, 9_000);
  assert.deepEqual(subgraphTimeoutsMs, { LIVE_STATS: 500 });
});

test('all that is wrong is told at once', () => {
  const wrong = {
    GATEWAY_PORT: 'x',
    CORS_ORIGINS: 'https://a.example/path',
    MAX_DEPTH: '0',
    INTROSPECTION: 'sometimes',
    SUBGRAPH_URL_CUSTOMER: 'localhost:4001',
    SUBGRAPH_TIMEOUT_MS_CUSTOMER: '1',
    AUTHORIZATION_ERRORS: 'maybe',
  };
  assert.throws(
    () => parseGatewayConfiguration({ ...identity, ...wrong }),
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

test('a supergraph is all that a gateway needs; a variable of a provider asks for the others', () => {
  assert.deepEqual(parseGatewayConfiguration({}).issuers, []);
  assert.throws(() => parseGatewayConfiguration({ AUTHENTICATION: 'oidc' }), /OIDC_ISSUER is missing/);
  for (const name of ['OIDC_AUDIENCE', 'OIDC_ROLE_CLAIMS', 'OIDC_CLIENT_ID'])
    assert.throws(() => parseGatewayConfiguration({ [name]: 'roles' }), /OIDC_ISSUER is missing/);
});

test('without a provider, no variable of one may be given', () => {
  assert.throws(() => parseGatewayConfiguration({ ...identity, AUTHENTICATION: 'off' }), /oidc or none/);
  assert.deepEqual(parseGatewayConfiguration({ AUTHENTICATION: 'none' }).issuers, []);
  assert.throws(
    () => parseGatewayConfiguration({ ...identity, AUTHENTICATION: 'none', OIDC_CLIENT_ID: 'web' }),
    /(?=.*OIDC_ISSUER: must be absent)(?=.*OIDC_AUDIENCE: must)(?=.*OIDC_CLIENT_ID: must)/s,
  );
});

test('forwarded routes are read from JSON, with what a route does not say', () => {
  const { forwardedRoutes } = parseGatewayConfiguration({
    ...identity,
    FORWARDED_ROUTES:
      '{"/files/a.csv":"http://a:1","/up/":{"address":"http://b","methods":["PUT"],"maxBodyBytes":5}}',
  });
  const usual = {
    methods: ['GET'],
    isPublic: false,
    requestsPerMinute: 60,
    maxBodyBytes: 1_048_576,
    idleMs: 30_000,
    maxMs: 3_600_000,
  };
  assert.deepEqual(forwardedRoutes, [
    { ...usual, path: '/files/a.csv', address: 'http://a:1' },
    { ...usual, path: '/up/', address: 'http://b', methods: ['PUT'], maxBodyBytes: 5 },
  ]);
});

test('routes that are wrong, or would hide paths of the gateway, are refused with their reason', () => {
  for (const [routes, problem] of [
    ['{', /FORWARDED_ROUTES: must be JSON/],
    ['{"files/":"http://a"}', /must be a path such as/],
    ['{"/files/../x/":"http://a"}', /must be a path such as/],
    ['{"/auth/login":"http://a"}', /answers itself/],
    ['{"/graphql":"http://a"}', /answers itself/],
    ['{"/files/":"http://a/path"}', /must be the origin of a service/],
    ['{"/files/":{"address":"http://a","methods":["OPTIONS"]}}', /"methods"\?: some of GET/],
    ['{"/files/":{"address":"http://a","limit":1}}', /Unrecognized key: "limit"/],
  ] as const)
    assert.throws(
      () => parseGatewayConfiguration({ ...identity, FORWARDED_ROUTES: routes }),
      problem,
      routes,
    );
});
