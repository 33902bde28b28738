import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestIssuer } from '../testing/test-issuer.ts';
import { assertProductionIssuer, findAcceptedDevelopmentCredentials } from './development-credentials.ts';

test('refuses an issuer reached without TLS, and asks it nothing', async () => {
  await using issuer = await createTestIssuer({ algorithm: 'ES256' });
  await assert.rejects(assertProductionIssuer({ issuer: issuer.issuer }), { code: 'ISSUER_UNSAFE' });
  assert.equal(issuer.fetches.discovery, 0);
});

test('says so when the issuer does not answer', async () => {
  const issuer = await createTestIssuer({ algorithm: 'ES256' });
  await issuer.close();
  await assert.rejects(findAcceptedDevelopmentCredentials({ issuer: issuer.issuer }), {
    code: 'PROVIDER_UNREACHABLE',
  });
});
