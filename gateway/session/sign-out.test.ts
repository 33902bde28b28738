import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { generateKeyPair } from 'jose';
import { TestBrowser, type TestGateway } from './testing/test-gateway.ts';
import { backchannelEvent, createTestProvider, type TestProvider } from './testing/test-provider.ts';
import { createTwoGateways, type TwoGateways } from './testing/two-gateways.ts';

let provider: TestProvider;
let gateways: TwoGateways;
let gateway: TestGateway;
let other: TestGateway;

before(async () => {
  provider = await createTestProvider();
  gateways = await createTwoGateways(provider);
  ({ gateway, other } = gateways);
});
after(async () => {
  await gateways?.[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

async function signIn(): Promise<{ browser: TestBrowser; sid: string; subject: string }> {
  const browser = new TestBrowser();
  provider.person = { ...provider.person, subject: randomUUID() };
  await browser.signIn(gateway);
  const [row] = await gateway.database.sql`
    select provider_session_id as sid, subject from gateway.session order by created_at desc limit 1`;
  return { browser, sid: row?.sid, subject: row?.subject };
}

async function isSignedIn(browser: TestBrowser): Promise<boolean> {
  return (await browser.send(other, { url: '/auth/session' })).json().authenticated;
}

function sendLogout(body: string, contentType = 'application/x-www-form-urlencoded') {
  return gateway.app.inject({
    method: 'POST',
    url: '/auth/backchannel-logout',
    headers: { 'content-type': contentType },
    payload: body,
  });
}

test('signing out ends the session at all gateways and at the provider, and the browser sees no token', async () => {
  const { browser } = await signIn();
  const stolen = new TestBrowser();
  stolen.cookies.set('session', browser.cookies.get('session') ?? '');
  const answer = await browser.send(gateway, { method: 'POST', url: '/auth/logout' });
  assert.equal(answer.statusCode, 200);
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.deepEqual(answer.json(), { endSessionUrl: null });
  const asked = provider.logouts.at(-1);
  assert.equal(asked?.get('post_logout_redirect_uri'), 'http://localhost:4000/');
  assert.equal(asked?.get('client_id'), provider.clientId);
  assert.match(asked?.get('id_token_hint') ?? '', /^eyJ/);
  assert.equal(browser.cookies.size, 0);
  assert.equal(await isSignedIn(stolen), false);
});

test('a provider that asks the person first is shown to the browser, without a token', async (t) => {
  provider.asksBeforeLogout = true;
  t.after(() => {
    provider.asksBeforeLogout = false;
  });
  const { browser } = await signIn();
  const answer = await browser.send(gateway, { method: 'POST', url: '/auth/logout' });
  const url = new URL(answer.json().endSessionUrl);
  assert.equal(url.pathname, '/logout');
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    client_id: provider.clientId,
    post_logout_redirect_uri: 'http://localhost:4000/',
  });
  assert.doesNotMatch(JSON.stringify([answer.headers, answer.body]), /eyJ/);
});

test('signing out without a session succeeds', async () => {
  const answer = await new TestBrowser().send(gateway, { method: 'POST', url: '/auth/logout' });
  assert.deepEqual([answer.statusCode, answer.json()], [200, { endSessionUrl: null }]);
});

test('signing out cannot be caused by another site', async () => {
  const answer = await new TestBrowser().send(gateway, { method: 'POST', url: '/auth/logout', csrf: false });
  assert.equal(answer.json().code, 'CSRF_HEADER_REQUIRED');
});

test('the provider ends one session by sid, everywhere', async () => {
  const [one, two] = [await signIn(), await signIn()];
  const answer = await sendLogout(
    `logout_token=${await provider.signLogoutToken({ sub: undefined, sid: one.sid })}`,
  );
  assert.equal(answer.statusCode, 200, answer.body);
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.equal(answer.body, '');
  assert.equal(await isSignedIn(one.browser), false);
  assert.equal(await isSignedIn(two.browser), true);
});

test('the provider ends all sessions of a person by sub', async () => {
  const { browser, subject } = await signIn();
  const second = new TestBrowser();
  await second.signIn(other);
  const stranger = await signIn();
  const answer = await sendLogout(
    `logout_token=${await provider.signLogoutToken({ sub: subject, sid: undefined })}`,
  );
  assert.equal(answer.statusCode, 200);
  assert.equal(await isSignedIn(browser), false);
  assert.equal(await isSignedIn(second), false);
  assert.equal(await isSignedIn(stranger.browser), true);
});

test('a logout of a session that is not here is done already', async () => {
  const token = await provider.signLogoutToken({ sub: undefined, sid: 'of another client' });
  assert.equal((await sendLogout(`logout_token=${token}`)).statusCode, 200);
});

test('a logout token is good once', async () => {
  const { browser, sid, subject } = await signIn();
  const token = await provider.signLogoutToken({ sub: subject, sid });
  assert.equal((await sendLogout(`logout_token=${token}`)).statusCode, 200);
  const again = await sendLogout(`logout_token=${token}`);
  assert.equal(again.statusCode, 400);
  assert.match(again.json().error_description, /jti has been used/);
  assert.equal(await isSignedIn(browser), false);
});

test('a typ that only says JWT is taken, as older providers send it', async () => {
  const { sid } = await signIn();
  assert.equal(
    (await sendLogout(`logout_token=${await provider.signLogoutToken({ sid }, 'JWT')}`)).statusCode,
    200,
  );
});

const nowSeconds = Math.floor(Date.now() / 1000);
const refusedTokens: Record<string, [RegExp, (sid: string) => Promise<string> | string]> = {
  'is not a token': [/Invalid Compact JWS/, () => 'rubbish'],
  'is unsigned': [
    /Compact JWS|Algorithm|alg/,
    (sid) =>
      `${[{ alg: 'none' }, { iss: provider.issuer.issuer, aud: provider.clientId, sid }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`,
  ],
  'is signed by another key': [
    /signature/,
    async (sid) =>
      provider.issuer.sign({
        typ: 'logout+jwt',
        audience: provider.clientId,
        key: (await generateKeyPair('RS256')).privateKey,
        claims: { sid, events: { [backchannelEvent]: {} } },
      }),
  ],
  'comes from another issuer': [
    /iss/,
    (sid) => provider.signLogoutToken({ sid, iss: 'http://evil.example' }),
  ],
  'is for another client': [/aud/, (sid) => provider.signLogoutToken({ sid, aud: 'another' })],
  'has no iat': [/iat/, (sid) => provider.signLogoutToken({ sid, iat: undefined })],
  'is too old': [/too far in the past/, (sid) => provider.signLogoutToken({ sid, iat: nowSeconds - 3_600 })],
  'has expired': [/exp/, (sid) => provider.signLogoutToken({ sid, exp: nowSeconds - 120 })],
  'has no jti': [/jti/, (sid) => provider.signLogoutToken({ sid, jti: undefined })],
  'has neither sid nor sub': [
    /sub or sid/,
    () => provider.signLogoutToken({ sid: undefined, sub: undefined }),
  ],
  'has no events': [/events/, (sid) => provider.signLogoutToken({ sid, events: undefined })],
  'tells of another event': [
    /events/,
    (sid) => provider.signLogoutToken({ sid, events: { 'urn:other': {} } }),
  ],
  'has an event that is not an object': [
    /events/,
    (sid) => provider.signLogoutToken({ sid, events: { [backchannelEvent]: 1 } }),
  ],
  'has a nonce, as an ID token does': [
    /nonce must not/,
    (sid) => provider.signLogoutToken({ sid, nonce: 'n' }),
  ],
  'has the type of an access token': [/typ must be/, (sid) => provider.signLogoutToken({ sid }, 'at+jwt')],
};

for (const [what, [reason, create]] of Object.entries(refusedTokens)) {
  test(`a logout token that ${what} is refused and ends nothing`, async () => {
    const { browser, sid } = await signIn();
    const answer = await sendLogout(`logout_token=${await create(sid)}`);
    assert.equal(answer.statusCode, 400);
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.equal(answer.json().error, 'invalid_request');
    assert.match(answer.json().error_description, reason);
    assert.equal(await isSignedIn(browser), true);
  });
}

test('only a form with one logout token is understood', async () => {
  const token = await provider.signLogoutToken({ sub: 'x' });
  assert.equal((await sendLogout('')).statusCode, 400);
  assert.equal((await sendLogout(`logout_token=${token}&logout_token=${token}`)).statusCode, 400);
  assert.equal((await sendLogout(JSON.stringify({ other: 1 }), 'application/json')).statusCode, 400);
});

test('a form cannot be posted anywhere else', async () => {
  const answer = await gateway.app.inject({
    method: 'POST',
    url: '/auth/logout',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-csrf': '1' },
    payload: 'a=b',
  });
  assert.equal(answer.statusCode, 415);
});
