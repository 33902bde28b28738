import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPublishedSecrets } from './published-secrets.ts';

test('a variable with a published secret is named, and its value is not shown', () => {
  const problems = findPublishedSecrets({
    PLAIN: 'facturation-service-development',
    ONE_OF_SEVERAL: 'a-secret-of-our-own, replaceMeWithYourOwnSecretOf32Characters9',
    DATABASE_URL: 'postgres://billing:replaceMeWithYourOwnSecret4@postgres:5432/facturation',
    ENCODED_URL: 'postgres://billing:Facturation%2D2026@postgres:5432/facturation',
    KAFKA_SASL_PASSWORD: 'Facturation-2026',
    OWN: 'f3ad1b0c9e8d7a6b',
    OWN_URL: 'postgres://facturation:f3ad1b@postgres:5432/facturation',
    OIDC_ISSUER: 'https://id.example.com/realms/facturation',
    EMPTY: undefined,
  });
  assert.deepEqual(
    problems.map((problem) => problem.split(':')[0]),
    ['PLAIN', 'ONE_OF_SEVERAL', 'DATABASE_URL', 'ENCODED_URL', 'KAFKA_SASL_PASSWORD'],
  );
  assert.doesNotMatch(problems.join(), /replaceMe|development|2026/);
});
