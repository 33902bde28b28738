import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { createTestIssuer } from './test-issuer.ts';

for (const algorithm of ['RS256', 'PS256', 'ES256', 'EdDSA'] as const) {
  test(`signs with ${algorithm} what its published key verifies`, async () => {
    await using issuer = await createTestIssuer({ algorithm });
    const token = await issuer.sign({ roles: ['USER'], subject: 'someone' });
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(issuer.jwksUri)), {
      issuer: issuer.issuer,
      audience: 'facturation-api',
      typ: 'at+jwt',
    });
    assert.equal(payload.sub, 'someone');
    assert.deepEqual(payload.realm_access, { roles: ['USER'] });
  });
}

test('is gone after close, which may be called twice', async () => {
  const issuer = await createTestIssuer({ algorithm: 'ES256' });
  await issuer.close();
  await issuer.close();
  await assert.rejects(fetch(issuer.jwksUri));
});
