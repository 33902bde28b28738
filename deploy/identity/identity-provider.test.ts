import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { createIdentityProvider, type IdentityProvider } from './identity-provider.ts';
import { parseRealm } from './realm.ts';

const log = createLog({ name: 'identity', level: 'silent' });
const text = await readFile(new URL('../keycloak/realm.json', import.meta.url), 'utf8');
let dataFolder: string;

before(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'facturation-provider-'));
});

after(() => rm(dataFolder, { recursive: true, force: true }));

function start(port = 0): Promise<IdentityProvider> {
  return createIdentityProvider({ realm: parseRealm(text, {}), dataFolder, log, port });
}

async function startFor(t: TestContext): Promise<IdentityProvider> {
  const provider = await start();
  t.after(() => provider.close());
  return provider;
}

async function requestTokens({ issuer }: IdentityProvider, form: Record<string, string>) {
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'facturation-web', ...form }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

const asUser = { grant_type: 'password', username: 'user', password: 'Facturation-2026', scope: 'openid' };

test('keys, sessions and refresh tokens outlive a restart; a used token stays used', async (t) => {
  const port = await findFreePort();
  const first = await start(port);
  const signedIn = await requestTokens(first, asUser);
  const refreshed = await requestTokens(first, {
    grant_type: 'refresh_token',
    refresh_token: signedIn.body.refresh_token ?? '',
  });
  const keys = await (await fetch(`${first.issuer}/protocol/openid-connect/certs`)).json();
  await first.close();

  const second = await start(port);
  t.after(() => second.close());
  assert.deepEqual(await (await fetch(`${second.issuer}/protocol/openid-connect/certs`)).json(), keys);
  const again = await requestTokens(second, {
    grant_type: 'refresh_token',
    refresh_token: refreshed.body.refresh_token ?? '',
  });
  assert.equal(again.status, 200);
  const reused = await requestTokens(second, {
    grant_type: 'refresh_token',
    refresh_token: signedIn.body.refresh_token ?? '',
  });
  assert.equal(reused.body.error, 'invalid_grant');
});

test('publishes no private part of its key, and keeps it to itself', async (t) => {
  const { issuer } = await startFor(t);
  const { keys } = (await (await fetch(`${issuer}/protocol/openid-connect/certs`)).json()) as {
    keys: object[];
  };
  assert.deepEqual(Object.keys(keys[0] ?? {}).sort(), ['alg', 'e', 'kid', 'kty', 'n', 'use']);
  assert.equal((await stat(join(dataFolder, 'identity', 'keys.json'))).mode & 0o777, 0o600);
});

test('guesses in parallel get no more tries than guesses in a row', async (t) => {
  const provider = await startFor(t);
  const wrong = Array.from({ length: 20 }, (_, i) => ({
    ...asUser,
    username: 'admin',
    password: `wrong-${i}`,
  }));
  await Promise.all(wrong.map((form) => requestTokens(provider, form)));
  assert.equal((await requestTokens(provider, { ...asUser, username: 'admin' })).status, 400);
  assert.equal((await requestTokens(provider, asUser)).status, 200);
});

test('a disabled user cannot sign in', async (t) => {
  const realm = parseRealm(text, { FACTURATION_DEVELOPMENT_USERS: 'false' });
  const provider = await createIdentityProvider({ realm, dataFolder, log, port: 0 });
  t.after(() => provider.close());
  assert.equal((await requestTokens(provider, asUser)).body.error, 'invalid_grant');
});

test('an unknown scope is refused', async (t) => {
  const { status, body } = await requestTokens(await startFor(t), { ...asUser, scope: 'openid everything' });
  assert.equal(status, 400);
  assert.equal(body.error, 'invalid_scope');
});

test('a sign-in page without its cookie is refused', async (t) => {
  const { issuer } = await startFor(t);
  const url = `${issuer}/login-actions/authenticate/somebody-elses`;
  for (const init of [
    {},
    { method: 'POST', body: new URLSearchParams({ username: 'user', password: 'x' }) },
  ]) {
    const response = await fetch(url, init);
    assert.equal(response.status, 400);
    assert.match(await response.text(), /expired/);
  }
});

test('the sign-in page has no script, and lets its form lead to the client only', async (t) => {
  const { issuer } = await startFor(t);
  const query = new URLSearchParams({
    client_id: 'facturation-web',
    redirect_uri: 'http://localhost:4000/auth/callback',
    response_type: 'code',
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    login_hint: '"><script>alert(1)</script>',
  });
  const redirect = await fetch(`${issuer}/protocol/openid-connect/auth?${query}`, { redirect: 'manual' });
  const cookies = redirect.headers.getSetCookie();
  assert.ok(cookies.every((cookie) => /httponly/i.test(cookie) && /samesite=lax/i.test(cookie)));
  const page = await fetch(new URL(redirect.headers.get('location') ?? '', issuer), {
    headers: { cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') },
  });
  assert.equal(page.status, 200);
  const policy = page.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /form-action 'self' http:\/\/localhost:4000;/);
  assert.doesNotMatch(await page.text(), /<script/);
});

test('answers health checks, and 404 outside its realm', async (t) => {
  const { issuer } = await startFor(t);
  const { origin } = new URL(issuer);
  assert.equal((await fetch(`${origin}/healthz`)).status, 200);
  for (const path of ['/', '/realms/other/.well-known/openid-configuration', '/realms/facturation-not']) {
    assert.equal((await fetch(`${origin}${path}`)).status, 404, path);
  }
});

test('a port that is taken is an error, not a silent second provider', async (t) => {
  const { issuer } = await startFor(t);
  await assert.rejects(start(Number(new URL(issuer).port)), { code: 'EADDRINUSE' });
});
