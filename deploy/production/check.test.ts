import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestIssuer } from '#platform/testing/test-issuer.ts';
import { findIssuerProblems, findProductionProblems } from './check.ts';

test('all that is wrong with the variables is listed, and nobody is asked', async () => {
  await using issuer = await createTestIssuer();
  assert.deepEqual(await findProductionProblems({}), ['OIDC_ISSUER is missing', 'OIDC_AUDIENCE is missing']);
  assert.deepEqual(await findProductionProblems({ OIDC_ISSUER: issuer.issuer, OIDC_AUDIENCE: 'api' }), [
    `OIDC_ISSUER: in production ${issuer.issuer} must be reached by https`,
  ]);
  assert.deepEqual(issuer.fetches, { discovery: 0, jwks: 0 });
});

test('a provider that publishes no keys is a problem, one without a token endpoint lets nobody in', async () => {
  await using issuer = await createTestIssuer();
  assert.deepEqual(await findIssuerProblems(issuer.trusted(), undefined), []);
  issuer.setStatus(500);
  assert.deepEqual(await findIssuerProblems(issuer.trusted(), undefined), [
    `${issuer.issuer}: The identity provider cannot be reached at present.`,
  ]);
});
