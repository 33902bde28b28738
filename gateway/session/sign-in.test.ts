import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { decodeJwt } from 'jose';
import { createTestGateway, TestBrowser, type TestGateway } from './testing/test-gateway.ts';
import { createTestProvider, type TestProvider } from './testing/test-provider.ts';
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
beforeEach(() => {
  provider.nonce = undefined;
  provider.refusesLogin = false;
  provider.tokenStatus = 200;
});

test('a person who signs in has a session that every gateway on the database knows', async () => {
  const browser = new TestBrowser();
  const answer = await browser.signIn(gateway, other);
  assert.equal(answer.statusCode, 303);
  assert.equal(answer.headers.location, '/playground/');

  const session = (await browser.send(other, { url: '/auth/session' })).json();
  assert.equal(session.authenticated, true);
  assert.equal(session.username, 'ada');
  assert.deepEqual(session.roles, ['READER', 'WRITER']);
  assert.ok(Date.parse(session.expiresAt) > Date.now());

  const { token } = (await browser.whoAmI(gateway)).json();
  assert.equal(decodeJwt(token).sub, 'person-1');
});

test('a session survives a restart of the gateway', async () => {
  const browser = new TestBrowser();
  {
    await using first = await createTestGateway(gateways.databaseUrl, provider);
    await browser.signIn(first);
  }
  await using second = await createTestGateway(gateways.databaseUrl, provider);
  assert.equal((await browser.whoAmI(second)).statusCode, 200);
});

test('nobody is signed in without a cookie', async () => {
  const browser = new TestBrowser();
  assert.deepEqual((await browser.send(gateway, { url: '/auth/session' })).json(), { authenticated: false });
  assert.deepEqual((await browser.whoAmI(gateway)).json(), { token: null });
});

test('the session cookie is kept from scripts and from other sites, the tokens from the browser', async () => {
  const browser = new TestBrowser();
  const answer = await browser.signIn(gateway);
  const cookie = answer.cookies.find(({ name }) => name === 'session');
  assert.equal(cookie?.httpOnly, true);
  assert.equal(cookie?.sameSite, 'Strict');
  assert.equal(cookie?.path, '/');
  assert.match(cookie?.value ?? '', /^[\w-]{43}$/);
  const mark = answer.cookies.find(({ name }) => name === 'signed-in');
  assert.deepEqual([mark?.value, mark?.httpOnly], ['yes', undefined]);
  assert.doesNotMatch(JSON.stringify([answer.headers, answer.body]), /eyJ/);
});

test('a session from before the cookie that scripts read gets it when it is asked about, and once', async () => {
  const browser = new TestBrowser();
  await browser.signIn(gateway);
  browser.cookies.delete('signed-in');
  const first = await browser.send(gateway, { url: '/auth/session' });
  assert.equal(first.json().authenticated, true);
  assert.deepEqual(
    first.cookies.map(({ name, value }) => [name, value]),
    [['signed-in', 'yes']],
  );
  const second = await browser.send(gateway, { url: '/auth/session' });
  assert.deepEqual(second.cookies, []);
});

test('over TLS all cookies are bound to this very host', async () => {
  await using secure = await createTestGateway(gateways.databaseUrl, provider, {
    publicUrl: 'https://api.example.com',
  });
  const browser = new TestBrowser();
  const left = await browser.send(secure, { url: '/auth/login', csrf: false });
  assert.match(
    String(left.headers['set-cookie']),
    /^__Host-login=[\w-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  const answer = await browser.signIn(secure);
  const cookies = [answer.headers['set-cookie']].flat().map(String);
  assert.ok(
    cookies.some((line) => /^__Host-session=[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/.test(line)),
  );
  assert.ok(cookies.includes('__Host-signed-in=yes; Path=/; Secure; SameSite=Strict'));
});

test('the database holds neither the id of a session nor a token in plain', async () => {
  const browser = new TestBrowser();
  await browser.signIn(gateway);
  const { token } = (await browser.whoAmI(gateway)).json();
  const rows = await gateway.database.sql`select s::text as row from gateway.session s`;
  const dump = rows.map(({ row }) => Buffer.from(row, 'utf8').toString()).join('\n');
  const id = browser.cookies.get('session') ?? '';
  for (const secret of [id, token.split('.')[1]]) {
    assert.ok(!dump.includes(secret) && !dump.includes(Buffer.from(secret).toString('hex')));
  }
});

test('a session cookie without the CSRF header is refused, and the session lives on', async () => {
  const browser = new TestBrowser();
  await browser.signIn(gateway);
  for (const request of [
    { url: '/whoami' },
    { url: '/auth/session' },
    { url: '/auth/logout', method: 'POST' as const },
  ]) {
    const answer = await browser.send(gateway, { ...request, csrf: false });
    assert.equal(answer.statusCode, 403, request.url);
    assert.equal(answer.json().code, 'CSRF_HEADER_REQUIRED');
  }
  assert.equal((await browser.whoAmI(gateway)).statusCode, 200);
});

test('signing in again gives a new id and ends the old session', async () => {
  const browser = new TestBrowser();
  await browser.signIn(gateway);
  const old = new TestBrowser();
  old.cookies.set('session', browser.cookies.get('session') ?? '');
  await browser.signIn(gateway);
  assert.notEqual(browser.cookies.get('session'), old.cookies.get('session'));
  assert.equal((await old.whoAmI(gateway)).json().code, 'SESSION_EXPIRED');
  assert.equal((await browser.whoAmI(gateway)).statusCode, 200);
});

test('an id that a stranger has put into the browser is never taken for a session', async () => {
  const browser = new TestBrowser();
  const planted = 'A'.repeat(43);
  browser.cookies.set('session', planted);
  const refused = await browser.whoAmI(gateway);
  assert.equal(refused.statusCode, 401);
  assert.equal(refused.json().code, 'SESSION_EXPIRED');
  browser.cookies.set('session', planted);
  await browser.signIn(gateway);
  assert.notEqual(browser.cookies.get('session'), planted);
});

test('an ended session takes its cookie away', async () => {
  const browser = new TestBrowser();
  browser.cookies.set('session', 'not-even-an-id');
  const answer = await browser.whoAmI(gateway);
  assert.equal(answer.statusCode, 401);
  assert.deepEqual([...browser.cookies.keys()], []);
});

test('a person goes back to the page they came from, never to another origin', async () => {
  const home = await new TestBrowser().signIn(gateway);
  assert.equal(home.headers.location, '/playground/');
  for (const [asked, given] of [
    ['/invoices?page=2', '/invoices?page=2'],
    ['https://evil.example/', '/playground/'],
    ['//evil.example/', '/playground/'],
  ] as const) {
    const browser = new TestBrowser();
    const path = await browser.leaveForProvider(gateway, `?returnTo=${encodeURIComponent(asked)}`);
    assert.equal((await browser.send(gateway, { url: path, csrf: false })).headers.location, given);
  }
});

test('the provider is asked for a code with PKCE, state and nonce', async () => {
  const left = await new TestBrowser().send(gateway, { url: '/auth/login', csrf: false });
  const query = new URL(String(left.headers.location)).searchParams;
  assert.equal(query.get('response_type'), 'code');
  assert.equal(query.get('code_challenge_method'), 'S256');
  assert.equal(query.get('redirect_uri'), 'http://localhost:4000/auth/callback');
  for (const name of ['state', 'nonce', 'code_challenge'])
    assert.ok((query.get(name) ?? '').length >= 43, name);
});

const refusals: Record<string, (browser: TestBrowser) => Promise<string>> = {
  'comes back in another browser': async () => new TestBrowser().leaveForProvider(gateway),
  'comes back twice': async (browser) => {
    const path = await browser.leaveForProvider(gateway);
    const login = browser.cookies.get('login') ?? '';
    await browser.send(gateway, { url: path, csrf: false });
    browser.cookies.clear();
    browser.cookies.set('login', login);
    return path;
  },
  'comes back with the state of another attempt': async (browser) => {
    const path = await browser.leaveForProvider(gateway);
    await browser.leaveForProvider(gateway);
    return path;
  },
  'is refused by the provider': async (browser) => {
    provider.refusesLogin = true;
    return browser.leaveForProvider(gateway);
  },
  'brings an ID token with another nonce': async (browser) => {
    provider.nonce = 'of-another-attempt';
    return browser.leaveForProvider(gateway);
  },
  'names another issuer (RFC 9207)': async (browser) =>
    (await browser.leaveForProvider(gateway)).replace(/iss=[^&]*/, 'iss=http%3A%2F%2Fevil.example'),
  'brings a code nobody gave': async (browser) =>
    (await browser.leaveForProvider(gateway)).replace(/code=[^&]*/, 'code=invented'),
};

for (const [what, prepare] of Object.entries(refusals)) {
  test(`a sign-in that ${what} begins no session`, async () => {
    const browser = new TestBrowser();
    const answer = await browser.send(gateway, { url: await prepare(browser), csrf: false });
    assert.equal(answer.statusCode, 400);
    assert.match(String(answer.headers['content-type']), /^text\/html/);
    assert.match(answer.body, /LOGIN_(ATTEMPT_MISSING|REFUSED)/);
    assert.equal(browser.cookies.size, 0);
  });
}

test('a provider that fails while a person signs in is named as the reason', async () => {
  const browser = new TestBrowser();
  const path = await browser.leaveForProvider(gateway);
  provider.tokenStatus = 503;
  const answer = await browser.send(gateway, { url: path, csrf: false });
  assert.equal(answer.statusCode, 503);
  assert.match(answer.body, /PROVIDER_UNREACHABLE/);
});

test('a link to a file needs no CSRF header within our origin; other sites and other methods do', async () => {
  const browser = new TestBrowser();
  await browser.signIn(gateway);
  const statusOf = async (request: object, csrf = false) =>
    (await browser.send(gateway, { url: '/files', csrf, ...request })).statusCode;
  const from = (site: string) => ({ headers: { 'sec-fetch-site': site } });
  assert.equal(await statusOf(from('same-origin')), 200);
  assert.equal(await statusOf(from('none')), 200);
  assert.equal(await statusOf({}), 200);
  assert.equal(await statusOf(from('same-site')), 403);
  assert.equal(await statusOf(from('cross-site')), 403);
  assert.equal(await statusOf({ method: 'PUT', ...from('same-origin') }), 403);
  assert.equal(await statusOf({ method: 'PUT' }, true), 200);
});
