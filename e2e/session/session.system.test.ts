import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import * as client from 'openid-client';
import { waitFor } from '#platform/testing/wait-for.ts';
import { TestBrowser, type TestGateway } from '../../gateway/session/testing/test-gateway.ts';
import { createTwoGateways, type TwoGateways } from '../../gateway/session/testing/two-gateways.ts';
import { type Browser, createBrowser, expectLeft, expectPage } from '../identity/browser.ts';
import { discoverWeb, fillSignIn, requestSignIn } from '../identity/relying-party.ts';
import { openTarget, type Target } from '../identity/target.ts';

/** Sessions of the gateway with a whole provider: the embedded one, or the real one that OIDC_ISSUER names. */
let target: Target;
let gateways: TwoGateways;
let gateway: TestGateway;
let other: TestGateway;

before(async () => {
  target = await openTarget({ isListening: true });
  const terms = { issuer: target.issuer, audiences: ['facturation-api'], algorithms: ['RS256'] };
  gateways = await createTwoGateways({ terms, clientId: 'facturation-web' });
  ({ gateway, other } = gateways);
});
after(async () => {
  await gateways?.[Symbol.asyncDispose]();
  await target?.[Symbol.asyncDispose]();
});

interface Person {
  /** The browser, as the provider sees it. */
  readonly atProvider: Browser;
  /** The same browser, as the gateway sees it. */
  readonly atGateway: TestBrowser;
}

async function signIn(username: string): Promise<Person> {
  const atProvider = createBrowser([target.redirectUri, target.postLogoutUri]);
  const atGateway = new TestBrowser();
  const left = await atGateway.send(gateway, { url: '/auth/login', csrf: false });
  const answer = expectLeft(await fillSignIn(atProvider, new URL(String(left.headers.location)), username));
  const back = await atGateway.send(gateway, { url: `${answer.pathname}${answer.search}`, csrf: false });
  assert.equal(back.statusCode, 303, back.body);
  return { atProvider, atGateway };
}

async function isSignedIn({ atGateway }: Person): Promise<boolean> {
  return (await atGateway.send(other, { url: '/auth/session' })).json().authenticated;
}

/** Carries the provider's logout token for a session from where the provider sends it to the gateway. */
async function deliverLogout(sid: unknown): Promise<number> {
  const token = await waitFor('the logout token', () =>
    target.logoutListener.tokens.find((each) => decodeJwt(each).sid === sid),
  );
  const answer = await other.app.inject({
    method: 'POST',
    url: '/auth/backchannel-logout',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ logout_token: token }).toString(),
  });
  return answer.statusCode;
}

async function findSid({ atGateway }: Person): Promise<unknown> {
  return decodeJwt((await atGateway.whoAmI(gateway)).json().token).sid;
}

test('people sign in by the page of the provider, each with their roles', async () => {
  const manager = await signIn('billing-manager');
  const admin = await signIn('admin');
  const first = (await manager.atGateway.send(other, { url: '/auth/session' })).json();
  assert.equal(first.username, 'billing-manager');
  assert.ok(first.roles.includes('BILLING_MANAGER') && !first.roles.includes('ADMIN'));
  const second = (await admin.atGateway.send(other, { url: '/auth/session' })).json();
  assert.equal(second.username, 'admin');
  assert.ok(second.roles.includes('ADMIN') && second.roles.includes('CUSTOMER_MANAGER'));
});

test('tokens are renewed by two gateways at once without the provider taking it for theft', async () => {
  const person = await signIn('user');
  for (let round = 0; round < 3; round += 1) {
    await gateway.database.sql`update gateway.session set access_expires_at = now()`;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => person.atGateway.whoAmI(index % 2 === 0 ? gateway : other)),
    );
    assert.deepEqual([...new Set(answers.map(({ statusCode }) => statusCode))], [200]);
    assert.equal(new Set(answers.map((answer) => answer.json().token)).size, 1);
  }
});

test('signing out at the gateway ends the session at the provider as well, and no token passes the browser', async () => {
  const person = await signIn('billing-manager');
  const sid = await findSid(person);
  const answer = await person.atGateway.send(gateway, { method: 'POST', url: '/auth/logout' });
  assert.equal(await isSignedIn(person), false);
  assert.deepEqual(answer.json(), { endSessionUrl: null });
  const left = await person.atGateway.send(gateway, { url: '/auth/login', csrf: false });
  const page = expectPage(await person.atProvider.open(String(left.headers.location)));
  assert.match(page.html, /type="password"/);
  assert.equal(await deliverLogout(sid), 200);
});

/** Signs out at the provider from another application, in which the same browser is signed in. */
async function signOutElsewhere({ atProvider }: Person): Promise<void> {
  const web = await discoverWeb(target);
  const request = await requestSignIn(web, target);
  const tokens = await request.redeem(expectLeft(await atProvider.open(request.url)));
  const endSession = client.buildEndSessionUrl(web, {
    post_logout_redirect_uri: target.postLogoutUri,
    id_token_hint: tokens.id_token ?? '',
  });
  expectLeft(await atProvider.open(endSession));
}

test('signing out elsewhere ends the session at the gateway by the back channel', async () => {
  const person = await signIn('billing-manager');
  const stranger = await signIn('admin');
  const sid = await findSid(person);
  await signOutElsewhere(person);
  assert.equal(await deliverLogout(sid), 200);
  assert.equal(await isSignedIn(person), false);
  assert.equal(await isSignedIn(stranger), true);
  assert.equal(await deliverLogout(sid), 400, 'a logout token is good once');
});

test('a session whose back channel was lost ends when its token is due', async () => {
  const person = await signIn('user');
  await signOutElsewhere(person);
  await gateway.database.sql`update gateway.session set access_expires_at = now()`;
  const answer = await person.atGateway.whoAmI(other);
  assert.equal(answer.json().code, 'SESSION_EXPIRED');
});
