import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, mock, type TestContext, test } from 'node:test';
import { exportJWK, generateKeyPair } from 'jose';
import { createTestIssuer, type TestIssuer, type TestTokenOptions } from '../testing/test-issuer.ts';
import { TokenError, type TokenErrorCode, toHttpStatus } from './token-error.ts';
import { createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from './token-verifier.ts';

let issuer: TestIssuer;
let verifier: TokenVerifier;

before(async () => {
  issuer = await createTestIssuer();
  verifier = createTokenVerifier({ issuers: [issuer.trusted()] });
});

after(async () => {
  verifier.close();
  await issuer.close();
});

/** An issuer and a verifier of a test's own, for tests that change what the issuer publishes. */
async function createPair(t: TestContext, options: Partial<TokenVerifierOptions> = {}) {
  const own = await createTestIssuer({ algorithm: 'ES256' });
  t.after(() => own.close());
  const trusting = createTokenVerifier({ issuers: [own.trusted()], ...options });
  t.after(() => trusting.close());
  return { issuer: own, verifier: trusting };
}

async function assertRefused(
  token: string,
  code: TokenErrorCode,
  by: TokenVerifier = verifier,
): Promise<void> {
  await assert.rejects(by.verify(token), (error) => {
    assert(error instanceof TokenError);
    assert.equal(error.code, code, error.message);
    assert.equal(toHttpStatus(error), code === 'PROVIDER_UNREACHABLE' ? 503 : 401);
    return true;
  });
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function refuses(behaviour: string, code: TokenErrorCode, options: () => TestTokenOptions): void {
  test(`refuses ${behaviour}`, async () => assertRefused(await issuer.sign(options()), code));
}

test('reads the principal of an access token', async () => {
  const token = await issuer.sign({
    subject: 'subject-1',
    roles: ['USER', 'BILLING_MANAGER'],
    scopes: ['openid', 'profile'],
    username: 'billing-manager',
    clientId: 'facturation-web',
    sessionId: 'session-1',
    claims: { exp: 4_000_000_000 },
  });
  assert.deepEqual(await verifier.verify(token), {
    subject: 'subject-1',
    issuer: issuer.issuer,
    roles: new Set(['USER', 'BILLING_MANAGER']),
    scopes: new Set(['openid', 'profile']),
    username: 'billing-manager',
    clientId: 'facturation-web',
    sessionId: 'session-1',
    expiresAt: 4_000_000_000,
  });
});

for (const [description, options] of Object.entries<TestTokenOptions>({
  'a JWT marked as bearer token in its payload, as Keycloak does': { typ: 'JWT' },
  'a JWT typed at+jwt with no mark in its payload (RFC 9068)': { typ: 'at+jwt', claims: { typ: undefined } },
  'the long form of the type': { typ: 'application/at+jwt' },
  'one audience of several': { audience: ['account', 'facturation-api'] },
  'a token with neither roles nor scopes': { claims: { realm_access: undefined, scope: undefined } },
  'an expiry within the clock tolerance': { expiresIn: -2 },
})) {
  test(`accepts ${description}`, async () => {
    assert.equal((await verifier.verify(await issuer.sign(options))).issuer, issuer.issuer);
  });
}

test('refuses alg none', async () => {
  const [, payload] = (await issuer.sign()).split('.');
  for (const alg of ['none', 'None', 'NONE']) {
    const header = encode({ alg, typ: 'at+jwt', kid: issuer.publicJwk().kid });
    await assertRefused(`${header}.${payload}.`, 'TOKEN_ALGORITHM_REFUSED');
  }
});

test('refuses a MAC made with the public key in place of a signature', async () => {
  const secret = Buffer.from(JSON.stringify(issuer.publicJwk()));
  for (const alg of ['HS256', 'HS512']) {
    await assertRefused(await issuer.sign({ header: { alg }, key: secret }), 'TOKEN_ALGORITHM_REFUSED');
  }
});

test('refuses a blank signature', async () => {
  const [header, payload] = (await issuer.sign()).split('.');
  await assertRefused(`${header}.${payload}.`, 'TOKEN_SIGNATURE_INVALID');
});

test('refuses a payload that was changed after signing', async () => {
  const [header, payload, signature] = (await issuer.sign()).split('.');
  const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
  claims.realm_access = { roles: ['ADMIN'] };
  await assertRefused(`${header}.${encode(claims)}.${signature}`, 'TOKEN_SIGNATURE_INVALID');
});

test('refuses a key that the token brings itself', async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: issuer.publicJwk().kid };
  await assertRefused(await issuer.sign({ header: { jwk }, key: privateKey }), 'TOKEN_MALFORMED');
});

test('refuses a token signed with a key that is not the one its kid names', async () => {
  const { privateKey } = await generateKeyPair('RS256');
  await assertRefused(await issuer.sign({ key: privateKey }), 'TOKEN_SIGNATURE_INVALID');
});

test('refuses a kid that walks through folders, and goes nowhere for it', async () => {
  for (const kid of ['../../../../dev/null', '/etc/passwd', "x' OR '1'='1", 'http://127.0.0.1:1/key']) {
    await assertRefused(await issuer.sign({ header: { kid } }), 'TOKEN_KEY_UNKNOWN');
  }
});

for (const name of ['jku', 'x5u']) {
  test(`refuses ${name}, and does not follow it`, async (t) => {
    const { issuer: foreign } = await createPair(t);
    const token = await issuer.sign({ header: { [name]: foreign.jwksUri } });
    await assertRefused(token, 'TOKEN_MALFORMED');
    assert.equal(foreign.fetches.jwks, 0);
  });
}

refuses('x5c', 'TOKEN_MALFORMED', () => ({ header: { x5c: ['MIIB'] } }));
refuses('a header with no kid', 'TOKEN_MALFORMED', () => ({ header: { kid: undefined } }));

test('refuses crit', async () => {
  const [, payload] = (await issuer.sign()).split('.');
  const header = encode({ alg: 'RS256', typ: 'at+jwt', kid: 'k', crit: ['exp'], exp: 1 });
  await assertRefused(`${header}.${payload}.c2ln`, 'TOKEN_MALFORMED');
});

refuses('a token with no iss', 'TOKEN_CLAIM_INVALID', () => ({ claims: { iss: undefined } }));
refuses('the iss of a stranger', 'TOKEN_ISSUER_UNTRUSTED', () => ({
  claims: { iss: 'https://evil.example' },
}));
refuses('an iss that only begins right', 'TOKEN_ISSUER_UNTRUSTED', () => ({
  claims: { iss: `${issuer.issuer}/` },
}));
refuses('a token with no aud', 'TOKEN_CLAIM_INVALID', () => ({ claims: { aud: undefined } }));
refuses('a token for another audience', 'TOKEN_CLAIM_INVALID', () => ({ audience: ['account'] }));
refuses('a token with no exp', 'TOKEN_CLAIM_INVALID', () => ({ claims: { exp: undefined } }));
refuses('an expired token', 'TOKEN_EXPIRED', () => ({ expiresIn: -10 }));
refuses('an exp that is no number', 'TOKEN_CLAIM_INVALID', () => ({ claims: { exp: '4000000000' } }));
refuses('an nbf in the future', 'TOKEN_NOT_YET_VALID', () => ({ claims: { nbf: Date.now() / 1000 + 60 } }));
refuses('a token with no iat', 'TOKEN_CLAIM_INVALID', () => ({ claims: { iat: undefined } }));
refuses('an iat in the future', 'TOKEN_NOT_YET_VALID', () => ({ claims: { iat: Date.now() / 1000 + 60 } }));
refuses('a token with no sub', 'TOKEN_CLAIM_INVALID', () => ({ claims: { sub: undefined } }));
refuses('roles that are no list of names', 'TOKEN_CLAIM_INVALID', () => ({
  claims: { realm_access: { roles: 'ADMIN' } },
}));

refuses('another typ', 'TOKEN_TYPE_WRONG', () => ({ typ: 'dpop+jwt' }));
refuses('a token with no typ', 'TOKEN_MALFORMED', () => ({ header: { typ: undefined } }));
refuses('an ID token of Keycloak', 'TOKEN_TYPE_WRONG', () => ({ typ: 'JWT', claims: { typ: 'ID' } }));
refuses('an ID token that says nothing of itself', 'TOKEN_TYPE_WRONG', () => ({
  typ: 'JWT',
  claims: { typ: undefined, nonce: 'n', at_hash: 'h' },
}));
refuses('a refresh token', 'TOKEN_TYPE_WRONG', () => ({ typ: 'JWT', claims: { typ: 'Refresh' } }));
refuses('a payload that contradicts its header', 'TOKEN_TYPE_WRONG', () => ({
  typ: 'at+jwt',
  claims: { typ: 'ID' },
}));
refuses('a logout token', 'TOKEN_TYPE_WRONG', () => ({ typ: 'logout+jwt' }));
refuses('a logout token dressed up as an access token', 'TOKEN_TYPE_WRONG', () => ({
  claims: { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
}));

refuses('a token bound to a key of its owner', 'TOKEN_TYPE_WRONG', () => ({ claims: { cnf: { jkt: 'x' } } }));

test('refuses what is no JWT', async () => {
  const [header, payload, signature] = (await issuer.sign()).split('.');
  const array = Buffer.from('[]').toString('base64url');
  for (const token of [
    '',
    'a',
    'a.b.c',
    `${header}.${payload}`,
    `${header}.${payload}.${signature}.${signature}`,
    `${header}.x.y.z.${signature}`,
    `${array}.${payload}.${signature}`,
    `${header}.${array}.${signature}`,
  ]) {
    await assertRefused(token, 'TOKEN_MALFORMED');
  }
});

test('refuses a token longer than the bound before reading it', async () => {
  await assertRefused(await issuer.sign({ claims: { filler: 'x'.repeat(8192) } }), 'TOKEN_MALFORMED');
});

test('trusts each issuer on its own terms only', async (t) => {
  const { issuer: other } = await createPair(t);
  const both = createTokenVerifier({
    issuers: [issuer.trusted(), other.trusted({ audiences: ['other-api'] })],
  });
  t.after(() => both.close());
  assert.equal((await both.verify(await issuer.sign())).issuer, issuer.issuer);
  assert.equal((await both.verify(await other.sign({ audience: 'other-api' }))).issuer, other.issuer);
  // The audience of the one is not good for the other.
  await assertRefused(await other.sign(), 'TOKEN_CLAIM_INVALID', both);
  // Nor is the key of the one, nor its algorithm.
  await assertRefused(await other.sign({ claims: { iss: issuer.issuer } }), 'TOKEN_ALGORITHM_REFUSED', both);
});

test("refuses another realm's token, though it comes from the same provider's keys", async (t) => {
  const { issuer: realm, verifier: trusting } = await createPair(t);
  const other = realm.issuer.replace('/realms/test', '/realms/other');
  await assertRefused(await realm.sign({ claims: { iss: other } }), 'TOKEN_ISSUER_UNTRUSTED', trusting);
});

test('fetches the keys once for many tokens at the same time', async (t) => {
  const { issuer: own, verifier: trusting } = await createPair(t);
  const tokens = await Promise.all(Array.from({ length: 20 }, () => own.sign()));
  await Promise.all(tokens.map((token) => trusting.verify(token)));
  assert.deepEqual(own.fetches, { discovery: 1, jwks: 1 });
});

test('needs no discovery when it knows where the keys are', async (t) => {
  const { issuer: own } = await createPair(t);
  const trusting = createTokenVerifier({ issuers: [own.trusted({ jwksUri: own.jwksUri })] });
  t.after(() => trusting.close());
  await trusting.verify(await own.sign());
  assert.deepEqual(own.fetches, { discovery: 0, jwks: 1 });
});

test('follows the rotation of keys', async (t) => {
  const { issuer: own, verifier: trusting } = await createPair(t, { keyCooldownMs: 0 });
  const old = await own.sign();
  await trusting.verify(old);
  await own.rotateKeys();
  await trusting.verify(await own.sign());
  assert.equal(own.fetches.jwks, 2);
});

test('fetches keys at most once in a cool-down under a flood of unknown kids', async (t) => {
  mock.timers.enable({ apis: ['Date'], now: Date.now() });
  t.after(() => mock.timers.reset());
  const { issuer: own, verifier: trusting } = await createPair(t, { keyCooldownMs: 30_000 });
  const flood = async () => {
    for (let i = 0; i < 50; i += 1) {
      const token = await own.sign({ header: { kid: randomUUID() } });
      await assertRefused(token, 'TOKEN_KEY_UNKNOWN', trusting);
    }
  };
  await flood();
  assert.equal(own.fetches.jwks, 1);
  mock.timers.tick(30_001);
  await flood();
  assert.equal(own.fetches.jwks, 2);
  // Known keys are not harmed by the flood.
  await trusting.verify(await own.sign());
});

test('says that the provider is unreachable, not that the token is bad, and recovers', async (t) => {
  mock.timers.enable({ apis: ['Date'], now: Date.now() });
  t.after(() => mock.timers.reset());
  const { issuer: own, verifier: trusting } = await createPair(t);
  own.setStatus(500);
  const token = await own.sign();
  await assertRefused(token, 'PROVIDER_UNREACHABLE', trusting);
  await assertRefused(token, 'PROVIDER_UNREACHABLE', trusting);
  assert.equal(own.fetches.discovery, 1, 'a provider in trouble is not hammered');
  own.setStatus(200);
  mock.timers.tick(1001);
  assert.equal((await trusting.verify(token)).issuer, own.issuer);
});

test('goes on with the keys at hand while the provider is down', async (t) => {
  mock.timers.enable({ apis: ['Date'], now: Date.now() });
  t.after(() => mock.timers.reset());
  const { issuer: own, verifier: trusting } = await createPair(t);
  await trusting.verify(await own.sign());
  await own.close();
  mock.timers.tick(60 * 60_000);
  await trusting.verify(await own.sign());
});

test('does not take keys from metadata that names another issuer', async (t) => {
  const { issuer: own, verifier: trusting } = await createPair(t);
  own.setMetadata({ issuer: 'https://evil.example' });
  await assertRefused(await own.sign(), 'PROVIDER_UNREACHABLE', trusting);
  assert.equal(own.fetches.jwks, 0);
});

test('remembers a verified token until it expires, and no longer', async (t) => {
  mock.timers.enable({ apis: ['Date'], now: Date.now() });
  t.after(() => mock.timers.reset());
  const { issuer: own, verifier: trusting } = await createPair(t);
  const token = await own.sign({ expiresIn: 60 });
  const principal = await trusting.verify(token);
  assert.equal(await trusting.verify(token), principal, 'the same object: it was not verified again');
  mock.timers.tick(66_000);
  await assertRefused(token, 'TOKEN_EXPIRED', trusting);
});

test('is not built without the terms of trust', () => {
  const terms = issuer.trusted();
  for (const [issuers, message] of [
    [[], /At least one/],
    [[{ ...terms, audiences: [] }], /must have audiences/],
    [[{ ...terms, algorithms: [] }], /must have algorithms/],
    [[{ ...terms, algorithms: ['RS256', 'HS256'] }], /not accepted: HS256/],
    [[{ ...terms, algorithms: ['none'] }], /not accepted: none/],
    [[{ ...terms, issuer: 'facturation' }], /http\(s\) URL/],
    [[{ ...terms, jwksUri: 'file:///etc/passwd' }], /jwksUri/],
    [[terms, terms], /given twice/],
  ] as const) {
    assert.throws(() => createTokenVerifier({ issuers }), { name: 'TypeError', message });
  }
});
