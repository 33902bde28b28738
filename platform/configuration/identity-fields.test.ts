import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { ConfigurationError, parseConfiguration } from './configuration.ts';
import { identityFields, toTrustedIssuers } from './identity-fields.ts';

const parse = (environment: Record<string, string>) =>
  toTrustedIssuers(parseConfiguration(z.object(identityFields), environment));

test('the embedded provider is trusted unless another is named', () => {
  assert.deepEqual(parse({}), [
    {
      issuer: 'http://localhost:8080/realms/facturation',
      audiences: ['facturation-api'],
      algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    },
  ]);
});

test('several issuers are trusted, each on its own terms', () => {
  const other = { issuer: 'https://b.example', audiences: ['b'], algorithms: ['ES256'] };
  const issuers = parse({
    OIDC_ISSUER: 'https://a.example/',
    OIDC_AUDIENCE: 'a',
    OIDC_ALGORITHMS: 'RS256',
    OIDC_INTERNAL_URL: 'http://keycloak:8080/realms/a',
    OIDC_FURTHER_ISSUERS: JSON.stringify([other]),
  });
  assert.deepEqual(issuers, [
    {
      issuer: 'https://a.example',
      audiences: ['a'],
      algorithms: ['RS256'],
      internalUrl: 'http://keycloak:8080/realms/a',
    },
    other,
  ]);
});

test('a list of issuers that is none is refused with what would be right', () => {
  for (const wrong of [
    'nonsense',
    '{}',
    '[{"issuer":"https://b.example"}]',
    '[{"issuer":"b","audiences":["b"],"algorithms":["RS256"]}]',
  ]) {
    assert.throws(() => parse({ OIDC_FURTHER_ISSUERS: wrong }), ConfigurationError);
  }
});
