import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jwtVerify } from 'jose';
import { createTestIssuer } from '#platform/testing/test-issuer.ts';
import { createProviderClient } from './provider-client.ts';
import { SessionError } from './session-error.ts';

const client = { clientId: 'web', scope: 'openid', timeoutSeconds: 2 };

function isUnreachable(error: unknown): boolean {
  return error instanceof SessionError && error.code === 'PROVIDER_UNREACHABLE';
}

test('a provider that is down when first needed is asked again later', async () => {
  await using issuer = await createTestIssuer();
  issuer.setMetadata({ authorization_endpoint: `${issuer.issuer}/auth` });
  issuer.setStatus(503);
  const provider = createProviderClient({ ...client, issuer: issuer.issuer });
  await assert.rejects(provider.startLogin('http://localhost/auth/callback'), isUnreachable);
  issuer.setStatus(200);
  await provider.startLogin('http://localhost/auth/callback');
  await provider.startLogin('http://localhost/auth/callback');
  assert.equal(issuer.fetches.discovery, 2);
});

test('metadata that names another issuer is not believed', async () => {
  await using issuer = await createTestIssuer();
  issuer.setMetadata({ issuer: 'http://evil.example', authorization_endpoint: 'http://evil.example/auth' });
  const provider = createProviderClient({ ...client, issuer: issuer.issuer });
  await assert.rejects(provider.startLogin('http://localhost/auth/callback'), isUnreachable);
});

test('a provider known by a public name is reached by an internal address, and browsers are sent to the public one', async () => {
  await using inside = await createTestIssuer();
  const issuer = 'https://login.example/realms/test';
  inside.setMetadata({
    issuer,
    jwks_uri: `${issuer}/protocol/openid-connect/certs`,
    authorization_endpoint: `${issuer}/auth`,
  });
  const provider = createProviderClient({ ...client, issuer, internalUrl: inside.issuer });
  const { url } = await provider.startLogin('https://api.example/auth/callback');
  assert.equal(url.origin, 'https://login.example');
  await jwtVerify(await inside.sign(), await provider.keys());
});

test('a provider without an end-session address has none', async () => {
  await using issuer = await createTestIssuer();
  const provider = createProviderClient({ ...client, issuer: issuer.issuer });
  assert.equal(await provider.endSession({ idToken: undefined, returnTo: 'http://localhost/' }), undefined);
});
