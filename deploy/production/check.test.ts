import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createTestIssuer } from '#platform/testing/test-issuer.ts';
import { apiScopes } from '#schema/api-scopes.ts';
import { findIssuerProblems, findProductionProblems } from './check.ts';

test('all that is wrong with the variables is listed, and nobody is asked', async () => {
  await using issuer = await createTestIssuer();
  assert.deepEqual(await findProductionProblems({}), [
    'OIDC_ISSUER is missing',
    'OIDC_AUDIENCE is missing',
    'SELLER_FILE: is missing: in production invoices name their seller; write a file as docs/seller.md says',
    'SMTP_URL: is missing: mails are written to files and reach nobody; name a mail server, as platform/mail/README.md says',
    'MAIL_FROM: is at example.com, from which no mail comes; give an address of your own domain',
  ]);
  const file = fileURLToPath(new URL('../system/example-seller.json', import.meta.url));
  const given = {
    OIDC_ISSUER: issuer.issuer,
    OIDC_AUDIENCE: 'api',
    SELLER_FILE: file,
    SMTP_URL: 'smtps://mail.facturation.fr',
    MAIL_FROM: 'mail@facturation.fr',
    OIDC_DEFAULT_SCOPES: 'workspace',
  };
  assert.deepEqual(await findProductionProblems(given), [
    `OIDC_ISSUER: in production ${issuer.issuer} must be reached by https`,
    `OIDC_DEFAULT_SCOPES lacks ${apiScopes.join(', ')}: people are refused what these open; docs/identity-providers.md lists all`,
    `SELLER_FILE: ${file} has the SIREN or the IBAN of the repository's example; give your own`,
  ]);
  assert.deepEqual(issuer.fetches, { discovery: 0, jwks: 0, tokens: 0 });
});

test('a provider that publishes no keys is a problem, one without a token endpoint lets nobody in', async () => {
  await using issuer = await createTestIssuer();
  assert.deepEqual(await findIssuerProblems(issuer.trusted(), undefined), []);
  issuer.setStatus(500);
  assert.deepEqual(await findIssuerProblems(issuer.trusted(), undefined), [
    `${issuer.issuer}: The identity provider cannot be reached at present.`,
  ]);
});
