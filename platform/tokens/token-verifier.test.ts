import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, mock, type TestContext, test } from 'node:test';
import { assertRefused } from '../testing/assert-refused.ts';
import { createTestIssuer, type TestIssuer, type TestTokenOptions } from '../testing/test-issuer.ts';
import { waitFor } from '../testing/wait-for.ts';
import { TokenError } from './token-error.ts';
import { createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from './token-verifier.ts';

let issuer: TestIssuer;
let verifier: TokenVerifier;

before(async () => {
  issuer = await createTestIssuer({ algorithm: 'RS256' });
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

test('reads the principal of an access token', async () => {
  const token = await issuer.sign({
    subject: 'subject-1',
    roles: ['USER', 'BILLING_MANAGER'],
    scopes: ['openid', 'profile'],
    username: 'billing-manager',
    clientId: 'facturation-web',
    sessionId: 'session-1',
    claims: { exp: 4_000_000_000, plan: 'standard' },
  });
  assert.deepEqual(await verifier.verify(token), {
    subject: 'subject-1',
    issuer: issuer.issuer,
    roles: new Set(['USER', 'BILLING_MANAGER']),
    scopes: new Set(['openid', 'profile']),
    username: 'billing-manager',
    verifiedEmail: undefined,
    clientId: 'facturation-web',
    plan: 'standard',
    sessionId: 'session-1',
    expiresAt: 4_000_000_000,
  });
});

test('reads an address only if the provider says that it is verified', async () => {
  const find = async (claims: Readonly<Record<string, unknown>>) =>
    (await verifier.verify(await issuer.sign({ claims }))).verifiedEmail;
  assert.equal(await find({ email: 'ada@example.com', email_verified: true }), 'ada@example.com');
  assert.equal(await find({ email: 'ada@example.com', email_verified: false }), null);
  assert.equal(await find({ email: 'ada@example.com', email_verified: 'true' }), null);
  assert.equal(await find({ email: 'ada@example.com' }), null);
  assert.equal(await find({ email: 7, email_verified: true }), undefined);
});

test('reads a role claim that is one text as one role', async () => {
  const token = await issuer.sign({ claims: { realm_access: { roles: 'BILLING_MANAGER' } } });
  assert.deepEqual((await verifier.verify(token)).roles, new Set(['BILLING_MANAGER']));
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

test('trusts each issuer on its own terms only', async (t) => {
  const { issuer: other } = await createPair(t);
  const both = createTokenVerifier({
    issuers: [issuer.trusted(), other.trusted({ audiences: ['other-api'] })],
  });
  t.after(() => both.close());
  assert.equal((await both.verify(await issuer.sign())).issuer, issuer.issuer);
  assert.equal((await both.verify(await other.sign({ audience: 'other-api' }))).issuer, other.issuer);
  // The audience of the one is not good for the other.
  await assertRefused(both, await other.sign(), 'TOKEN_CLAIM_INVALID');
  // Nor is the key of the one, nor its algorithm.
  await assertRefused(both, await other.sign({ claims: { iss: issuer.issuer } }), 'TOKEN_ALGORITHM_REFUSED');
});

test("refuses another realm's token, though it comes from the same provider's keys", async (t) => {
  const { issuer: realm, verifier: trusting } = await createPair(t);
  const other = realm.issuer.replace('/realms/test', '/realms/other');
  await assertRefused(trusting, await realm.sign({ claims: { iss: other } }), 'TOKEN_ISSUER_UNTRUSTED');
});

test('fetches the keys once for many tokens at the same time', async (t) => {
  const { issuer: own, verifier: trusting } = await createPair(t);
  const tokens = await Promise.all(Array.from({ length: 20 }, () => own.sign()));
  await Promise.all(tokens.map((token) => trusting.verify(token)));
  assert.deepEqual(own.fetches, { discovery: 1, jwks: 1, tokens: 0 });
});

test('needs no discovery when it knows where the keys are', async (t) => {
  const { issuer: own } = await createPair(t);
  const trusting = createTokenVerifier({ issuers: [own.trusted({ jwksUri: own.jwksUri })] });
  t.after(() => trusting.close());
  await trusting.verify(await own.sign());
  assert.deepEqual(own.fetches, { discovery: 0, jwks: 1, tokens: 0 });
});

test('reaches an issuer by an internal address, and still demands its name', async (t) => {
  const issuer = await createTestIssuer({ algorithm: 'RS256' });
  t.after(() => issuer.close());
  const name = 'http://localhost:1/realms/test';
  issuer.setMetadata({ issuer: name, jwks_uri: issuer.jwksUri.replace(issuer.issuer, name) });
  const verifier = createTokenVerifier({
    issuers: [issuer.trusted({ issuer: name, internalUrl: issuer.issuer })],
  });
  t.after(() => verifier.close());
  await verifier.verify(await issuer.sign({ claims: { iss: name } }));
  await assert.rejects(verifier.verify(await issuer.sign()), { name: 'TokenError' });
});

test('accepts a token with a rotated key at once', async (t) => {
  const { issuer: own, verifier: trusting } = await createPair(t, { keyCooldownMs: 200 });
  await trusting.verify(await own.sign());
  await own.rotateKeys();
  await trusting.verify(await own.sign());
  assert.equal(own.fetches.jwks, 2);
});

test('accepts a token with a rotated key while strangers send unknown key ids', async (t) => {
  const { issuer: own, verifier: trusting } = await createPair(t, { keyCooldownMs: 200 });
  await trusting.verify(await own.sign());
  const stranger = async () =>
    assertRefused(trusting, await own.sign({ header: { kid: randomUUID() } }), 'TOKEN_KEY_UNKNOWN');
  const flood = Array.from({ length: 100 }, stranger);
  await Promise.race(flood);
  flood.push(...Array.from({ length: 100 }, stranger));
  await own.rotateKeys();
  await trusting.verify(await own.sign());
  await Promise.all(flood);
  assert.ok(own.fetches.jwks <= 4, `${own.fetches.jwks} fetches for 200 unknown key ids`);
});

test('refuses a remembered token once its key is withdrawn', async (t) => {
  mock.timers.enable({ apis: ['Date'], now: Date.now() });
  t.after(() => mock.timers.reset());
  const { issuer: own, verifier: trusting } = await createPair(t, { keyMaxAgeMs: 60_000, keyCooldownMs: 0 });
  const token = await own.sign({ expiresIn: 3600 });
  await trusting.verify(token);
  await own.rotateKeys();
  await trusting.verify(token);
  mock.timers.tick(60_001);
  // This call starts the fetch in the background, and a later one sees the new keys.
  await waitFor('the token to be refused', async () => {
    const outcome = await trusting.verify(token).catch((error: unknown) => error);
    return outcome instanceof TokenError && outcome.code === 'TOKEN_KEY_UNKNOWN';
  });
});

test('remembers verified tokens when the same keys are fetched again', async (t) => {
  mock.timers.enable({ apis: ['Date'], now: Date.now() });
  t.after(() => mock.timers.reset());
  const { issuer: own, verifier: trusting } = await createPair(t, { keyMaxAgeMs: 60_000, keyCooldownMs: 0 });
  const token = await own.sign({ expiresIn: 3600 });
  const principal = await trusting.verify(token);
  mock.timers.tick(60_001);
  await waitFor('the keys to be fetched again', async () => {
    assert.equal(await trusting.verify(token), principal);
    return own.fetches.jwks === 2;
  });
  assert.equal(await trusting.verify(token), principal);
});

test('says that the provider is unreachable, not that the token is bad, and recovers', async (t) => {
  mock.timers.enable({ apis: ['Date'], now: Date.now() });
  t.after(() => mock.timers.reset());
  const { issuer: own, verifier: trusting } = await createPair(t);
  own.setStatus(500);
  const token = await own.sign();
  await assertRefused(trusting, token, 'PROVIDER_UNREACHABLE');
  await assertRefused(trusting, token, 'PROVIDER_UNREACHABLE');
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
  await assertRefused(trusting, await own.sign(), 'PROVIDER_UNREACHABLE');
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
  await assertRefused(trusting, token, 'TOKEN_EXPIRED');
});

test('is not built without the terms of trust', () => {
  const terms = issuer.trusted();
  for (const [issuers, message] of [
    [[{ ...terms, audiences: [] }], /must have audiences/],
    [[{ ...terms, algorithms: [] }], /must have algorithms/],
    [[{ ...terms, algorithms: ['RS256', 'HS256'] }], /not accepted: HS256/],
    [[{ ...terms, algorithms: ['none'] }], /not accepted: none/],
    [[{ ...terms, issuer: 'facturation' }], /http\(s\) URL/],
    [[{ ...terms, jwksUri: 'file:///etc/passwd' }], /jwksUri/],
    [[{ ...terms, tokenTypes: [] }], /must have token types/],
    [[{ ...terms, roleClaims: ['a..b'] }], /cannot be read: "a\.\.b"/],
    [[terms, terms], /given twice/],
  ] as const) {
    assert.throws(() => createTokenVerifier({ issuers }), { name: 'TypeError', message });
  }
});
