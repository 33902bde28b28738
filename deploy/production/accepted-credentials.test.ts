import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestIssuer } from '#platform/testing/test-issuer.ts';
import { findAcceptedCredentials } from './accepted-credentials.ts';

test('says so when the issuer does not answer', async () => {
  const issuer = await createTestIssuer({ algorithm: 'ES256' });
  await issuer.close();
  await assert.rejects(findAcceptedCredentials({ issuer: issuer.issuer }), {
    code: 'PROVIDER_UNREACHABLE',
  });
});
