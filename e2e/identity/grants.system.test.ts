import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import * as client from 'openid-client';
import { ServiceToken } from '#platform/tokens/service-token.ts';
import { TokenError } from '#platform/tokens/token-error.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { findAcceptedCredentials } from '../../deploy/production/accepted-credentials.ts';
import { obtainPersonToken } from '../../tools/person-token.ts';
import { discoverService, grantPassword, openRelyingParty, type RelyingParty } from './relying-party.ts';
import type { Target } from './target.ts';

let party: RelyingParty;
let target: Target;
let web: client.Configuration;
let verifier: TokenVerifier;

before(async () => {
  party = await openRelyingParty();
  ({ target, web, verifier } = party);
});
after(() => party?.[Symbol.asyncDispose]());

function hasError(code: string) {
  return (error: unknown) => {
    assert.ok(error instanceof client.ResponseBodyError, String(error));
    assert.equal(error.error, code);
    return true;
  };
}

const managers = ['BILLING_MANAGER', 'CUSTOMER_MANAGER', 'PRODUCT_MANAGER'];

for (const [username, roles] of Object.entries({
  admin: ['ADMIN', 'AUDITOR', ...managers, 'STOCK_RESERVER', 'CORRESPONDENT', 'USER'],
  'product-manager': ['PRODUCT_MANAGER', 'USER'],
  'customer-manager': ['CUSTOMER_MANAGER', 'USER'],
  'billing-manager': ['BILLING_MANAGER', 'USER'],
  'stock-reserver': ['STOCK_RESERVER', 'USER'],
  correspondent: ['CORRESPONDENT', 'USER'],
  auditor: ['AUDITOR', 'USER'],
  user: ['USER'],
})) {
  test(`${username} gets a token with exactly their roles`, async () => {
    const tokens = await grantPassword(web, username);
    // Keycloak counts what is left when it answers, which may be in the next second already.
    assert.ok([299, 300].includes(tokens.expires_in ?? 0), String(tokens.expires_in));
    const principal = await verifier.verify(tokens.access_token);
    assert.deepEqual([...principal.roles].sort(), roles.toSorted());
    assert.equal(principal.username, username);
    assert.equal(principal.clientId, 'facturation-web');
    assert.ok(principal.scopes.has('openid'));
    assert.ok(principal.sessionId);
  });
}

test('the token says the same on every provider', async () => {
  const { access_token: token } = await grantPassword(web, 'billing-manager');
  const claims = decodeJwt(token);
  const { typ, azp, aud, email, email_verified, name, given_name, family_name, sub } = claims;
  assert.deepEqual(
    { typ, azp, aud, email, email_verified, name, given_name, family_name, sub },
    {
      typ: 'Bearer',
      azp: 'facturation-web',
      aud: 'facturation-api',
      email: 'billing-manager@facturation.example',
      email_verified: true,
      name: 'Bill Billing',
      given_name: 'Bill',
      family_name: 'Billing',
      sub: '0b6f1f0e-6c1c-4b0e-9d55-5a1f6a1e0004',
    },
  );
  assert.deepEqual(String(claims.scope).split(' ').sort(), ['email', 'openid', 'profile']);
});

test('an ID token or a refresh token is not taken for an access token', async () => {
  const tokens = await grantPassword(web, 'user');
  for (const token of [tokens.id_token, tokens.refresh_token]) {
    assert.ok(token);
    await assert.rejects(verifier.verify(token), TokenError);
  }
});

test('a refresh gives a new pair for the same person and session', async () => {
  const first = await grantPassword(web, 'customer-manager');
  const second = await client.refreshTokenGrant(web, first.refresh_token ?? '');
  assert.ok(second.refresh_token);
  assert.notEqual(second.refresh_token, first.refresh_token);
  const [before, after] = [
    await verifier.verify(first.access_token),
    await verifier.verify(second.access_token),
  ];
  assert.equal(after.subject, before.subject);
  assert.equal(after.sessionId, before.sessionId);
  assert.deepEqual(after.roles, before.roles);
});

test('a refresh token used twice is refused, and takes its successor with it', async () => {
  const first = await grantPassword(web, 'customer-manager');
  const second = await client.refreshTokenGrant(web, first.refresh_token ?? '');
  await assert.rejects(client.refreshTokenGrant(web, first.refresh_token ?? ''), hasError('invalid_grant'));
  await assert.rejects(client.refreshTokenGrant(web, second.refresh_token ?? ''), hasError('invalid_grant'));
});

test('a wrong password and an unknown name get the same answer', async () => {
  const answers = await Promise.all(
    ['product-manager', 'nobody-of-this-name'].map((username) =>
      grantPassword(web, username, 'Wrong-Password-1').catch((error: unknown) => error),
    ),
  );
  const [wrong, unknown] = answers.map((answer) => {
    assert.ok(answer instanceof client.ResponseBodyError);
    return { error: answer.error, description: answer.error_description, status: answer.status };
  });
  assert.equal(wrong?.error, 'invalid_grant');
  assert.deepEqual(wrong, unknown);
});

test('the service gets a token of its own, with no refresh token', async () => {
  const service = await discoverService(target);
  const tokens = await client.clientCredentialsGrant(service);
  assert.equal(tokens.refresh_token, undefined);
  const principal = await verifier.verify(tokens.access_token);
  assert.deepEqual([...principal.roles].sort(), managers);
  assert.equal(principal.clientId, 'facturation-service');
  assert.equal(principal.username, 'service-account-facturation-service');
});

test("billing's account gets a token that reserves stock and does nothing else", async () => {
  const token = new ServiceToken({
    issuer: target.issuer,
    clientId: 'facturation-billing',
    clientSecret: 'facturation-billing-development',
  });
  const principal = await verifier.verify(await token.get());
  assert.deepEqual([...principal.roles].sort(), ['CORRESPONDENT', 'STOCK_RESERVER']);
  assert.equal(principal.clientId, 'facturation-billing');
});

test('the service is refused with a wrong secret, and may not sign in people', async () => {
  const impostor = await discoverService(target, 'not-the-secret');
  await assert.rejects(client.clientCredentialsGrant(impostor), client.ResponseBodyError);
  const service = await discoverService(target);
  await assert.rejects(grantPassword(service, 'user'), client.ResponseBodyError);
});

test('the public client may not act on its own behalf', async () => {
  await assert.rejects(client.clientCredentialsGrant(web), client.ResponseBodyError);
});

test('userinfo names the person of a token, and refuses a text that is not a token', async () => {
  const { access_token: token } = await grantPassword(web, 'user');
  const { sub } = decodeJwt(token);
  const info = await client.fetchUserInfo(web, token, String(sub));
  assert.equal(info.preferred_username, 'user');
  assert.equal(info.email, 'user@facturation.example');
  const { userinfo_endpoint: endpoint } = web.serverMetadata();
  const refused = await fetch(endpoint ?? '', {
    headers: { authorization: `Bearer ${token.slice(0, -9)}AAAAAAAAA` },
  });
  assert.equal(refused.status, 401);
});

test('a production start would find every development credential', async () => {
  assert.deepEqual(await findAcceptedCredentials({ issuer: target.issuer }), [
    'admin',
    'product-manager',
    'customer-manager',
    'billing-manager',
    'user',
    'stock-reserver',
    'auditor',
    'correspondent',
    'facturation-service',
    'facturation-billing',
    'facturation-people',
  ]);
});

test('a command line tool gets a token of a person, or is told that name or password is wrong', async () => {
  const person = { issuer: target.issuer, username: 'billing-manager', password: 'Facturation-2026' };
  const principal = await verifier.verify(await obtainPersonToken(person));
  assert.equal(principal.username, 'billing-manager');
  await assert.rejects(obtainPersonToken({ ...person, username: 'nobody-there' }), {
    code: 'NO_PERSON_TOKEN',
    message: `The provider ${target.issuer} gave nobody-there no token: the name or the password is wrong.`,
  });
});
