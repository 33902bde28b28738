import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import * as client from 'openid-client';
import { createLog } from '#platform/log/log.ts';
import { createIdentityProvider, type IdentityProvider } from '../../deploy/identity/identity-provider.ts';
import { parseRealm } from '../../deploy/identity/realm.ts';
import { createBrowser, expectLeft } from './browser.ts';
import { fillSignIn } from './relying-party.ts';

/** The client that docs/own-front-end.md shows, in the realm as the text says to add it. */
const origin = 'http://localhost:3000';
const redirectUri = `${origin}/`;
let folder: string;
let provider: IdentityProvider;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-front-end-'));
  const page = await readFile(new URL('../../docs/own-front-end.md', import.meta.url), 'utf8');
  const shown = JSON.parse(/```json\n([\s\S]+?)```/.exec(page)?.[1] ?? '');
  const realm = JSON.parse(
    await readFile(new URL('../../deploy/keycloak/realm.json', import.meta.url), 'utf8'),
  );
  realm.clients.push(shown);
  realm.scopeMappings.push({ client: 'my-front-end', roles: ['USER', 'BILLING_MANAGER'] });
  provider = await createIdentityProvider({
    realm: parseRealm(JSON.stringify(realm), {}),
    dataFolder: folder,
    log: createLog({ name: 'identity', level: 'silent' }),
    port: 0,
  });
});
after(async () => {
  await provider?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The answers that a browser gets on the pages of an origin. */
function askAs(page: string, path: string, init: RequestInit): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string>), origin: page };
  return fetch(`${provider.issuer}/protocol/openid-connect/${path}`, { ...init, headers });
}

test('a page with a client of its own signs people in by PKCE, and its token has the audience and the mapped roles', async () => {
  const issuer = new URL(provider.issuer);
  const insecure = { execute: [client.allowInsecureRequests] };
  const own = await client.discovery(issuer, 'my-front-end', undefined, client.None(), insecure);
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(own, {
    redirect_uri: redirectUri,
    scope: 'openid profile',
    state: 'given',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const callback = expectLeft(await fillSignIn(createBrowser([redirectUri]), url, 'admin'));
  const form = {
    grant_type: 'authorization_code',
    client_id: 'my-front-end',
    redirect_uri: redirectUri,
    code: callback.searchParams.get('code') ?? '',
    code_verifier: verifier,
  };
  const answer = await askAs(origin, 'token', { method: 'POST', body: new URLSearchParams(form) });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('access-control-allow-origin'), origin);
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const claims = decodeJwt<{ aud: string; realm_access: { roles: string[] } }>(token);
  assert.deepEqual([claims.aud].flat(), ['facturation-api']);
  // An administrator's token carries no role that the client was not given.
  assert.deepEqual(claims.realm_access.roles.toSorted(), ['BILLING_MANAGER', 'USER']);

  const headers = { authorization: `Bearer ${token}` };
  const person = await askAs(origin, 'userinfo', { headers });
  assert.equal(person.headers.get('access-control-allow-origin'), origin);
  const strange = await askAs('http://localhost:3001', 'userinfo', { headers });
  assert.equal(strange.headers.get('access-control-allow-origin'), null);
});

test('the token endpoint tells browsers only of the origins of the client that asks', async () => {
  const refused = { grant_type: 'authorization_code', code: 'wrong', redirect_uri: redirectUri };
  const allowedFor = async (clientId: string, page: string) => {
    const body = new URLSearchParams({ ...refused, client_id: clientId, code_verifier: 'x'.repeat(43) });
    const answer = await askAs(page, 'token', { method: 'POST', body });
    return answer.headers.get('access-control-allow-origin');
  };
  assert.equal(await allowedFor('my-front-end', origin), origin);
  assert.equal(await allowedFor('my-front-end', 'http://localhost:3001'), null);
  assert.equal(await allowedFor('facturation-web', origin), null);
});

test('an origin with a path, or *, is refused with the words that are right', async () => {
  const realm = JSON.parse(
    await readFile(new URL('../../deploy/keycloak/realm.json', import.meta.url), 'utf8'),
  );
  for (const wrong of ['*', 'http://localhost:3000/', 'localhost:3000']) {
    realm.clients[1].webOrigins = [wrong];
    assert.throws(() => parseRealm(JSON.stringify(realm), {}), /must be an origin such as/);
  }
});
