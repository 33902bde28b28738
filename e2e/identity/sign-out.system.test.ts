import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as client from 'openid-client';
import { waitFor } from '#platform/testing/wait-for.ts';
import { TokenError } from '#platform/tokens/token-error.ts';
import { createBrowser, expectLeft, expectPage } from './browser.ts';
import { createApiVerifier, discoverWeb, grantPassword, requestSignIn, signIn } from './relying-party.ts';
import { openTarget, type Target } from './target.ts';

let target: Target;
let web: client.Configuration;

before(async () => {
  target = await openTarget({ isListening: true });
  web = await discoverWeb(target);
});

after(async () => {
  await target?.[Symbol.asyncDispose]();
});

function toSignOutUrl(idToken: string | undefined, parameters: Record<string, string> = {}): URL {
  return client.buildEndSessionUrl(web, {
    post_logout_redirect_uri: target.postLogoutUri,
    id_token_hint: idToken ?? '',
    state: 'after-sign-out',
    ...parameters,
  });
}

test('sign-out ends the session in the browser, at the tokens, and tells the client', async () => {
  const browser = createBrowser([target.redirectUri, target.postLogoutUri]);
  const tokens = await signIn(web, target, browser, 'billing-manager');
  const left = expectLeft(await browser.open(toSignOutUrl(tokens.id_token)));
  assert.equal(left.searchParams.get('state'), 'after-sign-out');

  await assert.rejects(client.refreshTokenGrant(web, tokens.refresh_token ?? ''), client.ResponseBodyError);
  const again = await requestSignIn(web, target);
  assert.match(expectPage(await browser.open(again.url)).html, /type="password"/);

  const sid = tokens.claims()?.sid;
  const payload = await waitFor('the logout token', () => findLogoutToken(sid));
  assert.equal(payload.sub, tokens.claims()?.sub);
  assert.ok('http://schemas.openid.net/event/backchannel-logout' in Object(payload.events));
  assert.equal(payload.nonce, undefined);
  assert.ok(payload.jti);
});

/** The verified payload of the logout token for a session, if it has come. */
async function findLogoutToken(sid: unknown) {
  const keys = createRemoteJWKSet(new URL(web.serverMetadata().jwks_uri ?? ''));
  for (const token of target.logoutListener.tokens) {
    const { payload } = await jwtVerify(token, keys, { issuer: target.issuer, audience: 'facturation-web' });
    if (payload.sid === sid) return payload;
  }
  return undefined;
}

test('a logout token is not taken for an access token', async () => {
  const tokens = await grantPassword(web, 'user');
  const browser = createBrowser([target.postLogoutUri]);
  const before = target.logoutListener.tokens.length;
  expectLeft(await browser.open(toSignOutUrl(tokens.id_token)));
  await waitFor('a logout token', () => target.logoutListener.tokens.length > before);
  const verifier = createApiVerifier(target);
  for (const token of target.logoutListener.tokens) await assert.rejects(verifier.verify(token), TokenError);
  verifier.close();
});

test('a session of the password grant ends by its ID token, with no browser', async () => {
  const tokens = await grantPassword(web, 'customer-manager');
  expectLeft(await createBrowser([target.postLogoutUri]).open(toSignOutUrl(tokens.id_token)));
  await assert.rejects(client.refreshTokenGrant(web, tokens.refresh_token ?? ''), client.ResponseBodyError);
  const { sub } = tokens.claims() ?? {};
  await assert.rejects(client.fetchUserInfo(web, tokens.access_token, sub ?? ''));
});

test('other sessions of the same person go on', async () => {
  const [ended, kept] = [await grantPassword(web, 'user'), await grantPassword(web, 'user')];
  expectLeft(await createBrowser([target.postLogoutUri]).open(toSignOutUrl(ended.id_token)));
  await client.refreshTokenGrant(web, kept.refresh_token ?? '');
});

test('nobody is sent to an address that is not registered', async () => {
  const tokens = await grantPassword(web, 'user');
  const evil = 'http://evil.example/';
  const url = toSignOutUrl(tokens.id_token, { post_logout_redirect_uri: evil });
  assert.equal(expectPage(await createBrowser([evil]).open(url)).status, 400);
});
