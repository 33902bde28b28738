import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import * as client from 'openid-client';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { type Browser, createBrowser, expectLeft, expectPage, type Page } from './browser.ts';
import { fillSignIn, openRelyingParty, type RelyingParty, requestSignIn, signIn } from './relying-party.ts';
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

/** Asks for a code with the parameters as given and returns the error that is sent back. */
async function findRefusal(parameters: Record<string, string>): Promise<string | null> {
  const url = client.buildAuthorizationUrl(web, {
    redirect_uri: target.redirectUri,
    scope: 'openid',
    state: 'state',
    ...parameters,
  });
  return expectLeft(await createBrowser([target.redirectUri]).open(url)).searchParams.get('error');
}

test('a person signs in by the page', async () => {
  const tokens = await signIn(web, target, createBrowser([target.redirectUri]), 'billing-manager');
  const principal = await verifier.verify(tokens.access_token);
  assert.deepEqual([...principal.roles].sort(), ['BILLING_MANAGER', 'USER']);
  assert.equal(tokens.claims()?.preferred_username, 'billing-manager');
  assert.equal(tokens.claims()?.sid, principal.sessionId);
  const refreshed = await client.refreshTokenGrant(web, tokens.refresh_token ?? '');
  assert.equal((await verifier.verify(refreshed.access_token)).sessionId, principal.sessionId);
});

test('who is signed in is not asked again, and has the same session', async () => {
  const browser = createBrowser([target.redirectUri]);
  const first = await signIn(web, target, browser, 'user');
  const again = await requestSignIn(web, target);
  const second = await again.redeem(expectLeft(await browser.open(again.url)));
  assert.equal(second.claims()?.sub, first.claims()?.sub);
  assert.equal(second.claims()?.sid, first.claims()?.sid);
});

test('a person may sign in by email address', async () => {
  const browser = createBrowser([target.redirectUri]);
  const tokens = await signIn(web, target, browser, 'customer-manager@facturation.example');
  assert.equal(tokens.claims()?.preferred_username, 'customer-manager');
});

test('a wrong password leads back to the form, which then takes the right one', async () => {
  const browser = createBrowser([target.redirectUri]);
  const request = await requestSignIn(web, target);
  const page = expectPage(await fillSignIn(browser, request.url, 'customer-manager', 'Wrong-Password-1'));
  assert.match(page.html, /Invalid username or password/);
  const right = { username: 'customer-manager', password: 'Facturation-2026' };
  await request.redeem(expectLeft(await submitUntilTaken(browser, page, right)));
});

/**
 * Submits a right password. Keycloak answers before it has counted a wrong one, and until then it refuses another sign-in of the
 * same person, in the same words; it takes two refusals within a second for guessing, so the next attempt waits that long.
 */
async function submitUntilTaken(browser: Browser, page: Page, fields: Readonly<Record<string, string>>) {
  const refused = /Invalid username or password/;
  let visit = await browser.submit(page, fields);
  for (let again = 0; again < 3 && 'page' in visit && refused.test(visit.page.html); again += 1) {
    assert.notEqual(process.env.OIDC_ISSUER, undefined, 'the embedded provider takes it at once');
    await setTimeout(1_100);
    visit = await browser.submit(visit.page, fields);
  }
  return visit;
}

test('the sign-in page cannot be framed and is not cached', async () => {
  const request = await requestSignIn(web, target);
  const { headers } = expectPage(await createBrowser([target.redirectUri]).open(request.url));
  assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors '(none|self)'/);
  assert.match(headers.get('cache-control') ?? '', /no-store/);
});

test('a code is not given without PKCE, nor with a plain challenge', async () => {
  assert.equal(await findRefusal({}), 'invalid_request');
  const challenge = client.randomPKCECodeVerifier();
  assert.equal(
    await findRefusal({ code_challenge: challenge, code_challenge_method: 'plain' }),
    'invalid_request',
  );
  assert.equal(await findRefusal({ code_challenge: challenge }), 'invalid_request');
});

test('a code is not redeemed with another verifier, nor twice', async () => {
  const browser = createBrowser([target.redirectUri]);
  const request = await requestSignIn(web, target);
  const callback = expectLeft(await fillSignIn(browser, request.url, 'user'));
  const other = await requestSignIn(web, target);
  // The other request has a state of its own; what is wanted here is the provider's judgement of the verifier.
  const stolen = new URL(callback);
  stolen.searchParams.set('state', other.url.searchParams.get('state') ?? '');
  await assert.rejects(other.redeem(stolen), client.ResponseBodyError);

  const next = await requestSignIn(web, target);
  const answer = expectLeft(await browser.open(next.url));
  await next.redeem(answer);
  await assert.rejects(next.redeem(answer), client.ResponseBodyError);
});

test('nobody is sent to an address that is not registered', async () => {
  const url = client.buildAuthorizationUrl(web, {
    redirect_uri: 'http://evil.example/auth/callback',
    scope: 'openid',
    code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
    code_challenge_method: 'S256',
  });
  const page = expectPage(await createBrowser(['http://evil.example/auth/callback']).open(url));
  assert.equal(page.status, 400);
});
