import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { ConfigurationError, parseConfiguration } from './configuration.ts';
import { identityFields, toTrustedIssuers } from './identity-fields.ts';

const named = { OIDC_ISSUER: 'https://a.example', OIDC_AUDIENCE: 'a' };

const parse = (environment: Record<string, string>) =>
  toTrustedIssuers(parseConfiguration(z.object(identityFields), environment));

test('an issuer and its audience must be named: nobody is trusted by default', () => {
  assert.throws(
    () => parse({}),
    (error: unknown) =>
      error instanceof ConfigurationError &&
      error.problems.join() === 'OIDC_ISSUER is missing,OIDC_AUDIENCE is missing',
  );
});

test('an issuer keeps the slash at its end, and is read as Keycloak writes its tokens', () => {
  assert.deepEqual(parse({ OIDC_ISSUER: 'https://a.example/', OIDC_AUDIENCE: 'a, b' }), [
    {
      issuer: 'https://a.example/',
      audiences: ['a', 'b'],
      audienceClaim: 'aud',
      algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      tokenTypes: ['at+jwt', 'Bearer'],
      roleClaims: ['realm_access.roles'],
      roleNames: undefined,
      scopeClaims: ['scope'],
      defaultScopes: [],
      planClaim: 'plan',
      requiredClaims: {},
      jwksUri: undefined,
      internalUrl: undefined,
    },
  ]);
});

test('several issuers are trusted, each on its own terms', () => {
  const other = {
    issuer: 'https://b.example',
    audiences: ['b'],
    algorithms: ['ES256'],
    roleClaims: ['groups'],
  };
  const [main, further] = parse({
    OIDC_ISSUER: 'https://a.example',
    OIDC_AUDIENCE: 'a',
    OIDC_ALGORITHMS: 'RS256',
    OIDC_INTERNAL_URL: 'http://keycloak:8080/realms/a',
    OIDC_FURTHER_ISSUERS: JSON.stringify([other]),
  });
  assert.equal(main.internalUrl, 'http://keycloak:8080/realms/a');
  assert.deepEqual(main.algorithms, ['RS256']);
  assert.deepEqual(further, other);
});

test('in production each issuer must be reached by https', () => {
  const variables = {
    NODE_ENV: 'production' as const,
    ...parseConfiguration(z.object(identityFields), {
      ...named,
      OIDC_ISSUER: 'http://a.example',
      OIDC_FURTHER_ISSUERS: '[{"issuer":"http://b.example","audiences":["b"],"algorithms":["ES256"]}]',
    }),
  };
  assert.throws(() => toTrustedIssuers(variables), /http:\/\/a\.example.*http:\/\/b\.example/s);
});

test('wrong terms are refused with what would be right', () => {
  const wrong = {
    OIDC_AUDIENCE: ',',
    OIDC_AUDIENCE_CLAIM: 'azp',
    OIDC_TOKEN_TYPES: 'at+jwt,ID',
    OIDC_ROLE_CLAIMS: 'realm_access..roles',
    OIDC_ROLE_NAMES: '["a"]',
    OIDC_REQUIRED_CLAIMS: '{"token_use":1}',
  };
  assert.throws(
    () => parse({ ...named, ...wrong }),
    (error: unknown) => {
      assert.ok(error instanceof ConfigurationError);
      assert.deepEqual(
        error.problems.map((problem) => problem.split(/[:.]/)[0]),
        Object.keys(wrong),
      );
      return true;
    },
  );
});

test('a list of issuers that cannot be read is refused with what would be right', () => {
  for (const wrong of [
    'nonsense',
    '{}',
    '[{"issuer":"https://b.example"}]',
    '[{"issuer":"b","audiences":["b"],"algorithms":["RS256"]}]',
  ]) {
    assert.throws(() => parse({ ...named, OIDC_FURTHER_ISSUERS: wrong }), ConfigurationError);
  }
});

test('terms by which no token can be trusted are problems of the configuration', () => {
  const further = '[{"issuer":"https://a.example","audiences":["b"],"algorithms":["RS256"]}]';
  for (const [wrong, problem] of [
    [{ OIDC_ALGORITHMS: 'HS256' }, /HS256\. Accepted are RS256/],
    [{ OIDC_ALGORITHMS: 'RS256,none' }, /none\. Accepted are RS256/],
    [{ OIDC_ISSUER: 'https://a.example?x=1' }, /neither query nor fragment/],
    [{ OIDC_FURTHER_ISSUERS: further }, /is given twice/],
  ] as const) {
    assert.throws(
      () => parse({ ...named, ...wrong }),
      (error: unknown) => error instanceof ConfigurationError && problem.test(error.message),
    );
  }
});
