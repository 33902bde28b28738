import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { exportJWK, generateKeyPair } from 'jose';
import { assertRefused } from '../testing/assert-refused.ts';
import { createTestIssuer, type TestIssuer, type TestTokenOptions } from '../testing/test-issuer.ts';
import type { TokenErrorCode } from './token-error.ts';
import { createTokenVerifier, type TokenVerifier } from './token-verifier.ts';

/** Attacks with tokens, from RFC 8725 and beyond; all must be refused. */

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

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function refuses(behaviour: string, code: TokenErrorCode, options: () => TestTokenOptions): void {
  test(`refuses ${behaviour}`, async () => assertRefused(verifier, await issuer.sign(options()), code));
}

test('refuses alg none', async () => {
  const [, payload] = (await issuer.sign()).split('.');
  for (const alg of ['none', 'None', 'NONE']) {
    const header = encode({ alg, typ: 'at+jwt', kid: issuer.publicJwk().kid });
    await assertRefused(verifier, `${header}.${payload}.`, 'TOKEN_ALGORITHM_REFUSED');
  }
});

test('refuses a MAC made with the public key in place of a signature', async () => {
  const secret = Buffer.from(JSON.stringify(issuer.publicJwk()));
  for (const alg of ['HS256', 'HS512']) {
    await assertRefused(
      verifier,
      await issuer.sign({ header: { alg }, key: secret }),
      'TOKEN_ALGORITHM_REFUSED',
    );
  }
});

test('refuses a blank signature', async () => {
  const [header, payload] = (await issuer.sign()).split('.');
  await assertRefused(verifier, `${header}.${payload}.`, 'TOKEN_SIGNATURE_INVALID');
});

test('refuses a payload that was changed after signing', async () => {
  const [header, payload, signature] = (await issuer.sign()).split('.');
  const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
  claims.realm_access = { roles: ['ADMIN'] };
  await assertRefused(verifier, `${header}.${encode(claims)}.${signature}`, 'TOKEN_SIGNATURE_INVALID');
});

test('refuses a key that the token brings itself', async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: issuer.publicJwk().kid };
  await assertRefused(verifier, await issuer.sign({ header: { jwk }, key: privateKey }), 'TOKEN_MALFORMED');
});

test('refuses a token signed with a key that is not the one its kid names', async () => {
  const { privateKey } = await generateKeyPair('RS256');
  await assertRefused(verifier, await issuer.sign({ key: privateKey }), 'TOKEN_SIGNATURE_INVALID');
});

test('refuses a kid that walks through folders, and goes nowhere for it', async () => {
  for (const kid of ['../../../../dev/null', '/etc/passwd', "x' OR '1'='1", 'http://127.0.0.1:1/key']) {
    await assertRefused(verifier, await issuer.sign({ header: { kid } }), 'TOKEN_KEY_UNKNOWN');
  }
});

for (const name of ['jku', 'x5u']) {
  test(`refuses ${name}, and does not follow it`, async (t) => {
    const foreign = await createTestIssuer({ algorithm: 'ES256' });
    t.after(() => foreign.close());
    const token = await issuer.sign({ header: { [name]: foreign.jwksUri } });
    await assertRefused(verifier, token, 'TOKEN_MALFORMED');
    assert.equal(foreign.fetches.jwks, 0);
  });
}

refuses('x5c', 'TOKEN_MALFORMED', () => ({ header: { x5c: ['MIIB'] } }));
refuses('a header with no kid', 'TOKEN_MALFORMED', () => ({ header: { kid: undefined } }));

test('refuses crit', async () => {
  const [, payload] = (await issuer.sign()).split('.');
  const header = encode({ alg: 'RS256', typ: 'at+jwt', kid: 'k', crit: ['exp'], exp: 1 });
  await assertRefused(verifier, `${header}.${payload}.c2ln`, 'TOKEN_MALFORMED');
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
refuses('an exp that is not a number', 'TOKEN_CLAIM_INVALID', () => ({ claims: { exp: '4000000000' } }));
refuses('an nbf in the future', 'TOKEN_NOT_YET_VALID', () => ({ claims: { nbf: Date.now() / 1000 + 60 } }));
refuses('a token with no iat', 'TOKEN_CLAIM_INVALID', () => ({ claims: { iat: undefined } }));
refuses('an iat in the future', 'TOKEN_NOT_YET_VALID', () => ({ claims: { iat: Date.now() / 1000 + 60 } }));
refuses('a token with no sub', 'TOKEN_CLAIM_INVALID', () => ({ claims: { sub: undefined } }));
refuses('roles that are neither a text nor a list of texts', 'TOKEN_CLAIM_INVALID', () => ({
  claims: { realm_access: { roles: { ADMIN: true } } },
}));

refuses('another typ', 'TOKEN_TYPE_WRONG', () => ({ typ: 'dpop+jwt' }));
refuses('a token with no typ', 'TOKEN_TYPE_WRONG', () => ({ header: { typ: undefined } }));
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
    await assertRefused(verifier, token, 'TOKEN_MALFORMED');
  }
});

test('refuses a token longer than the bound before reading it', async () => {
  await assertRefused(
    verifier,
    await issuer.sign({ claims: { filler: 'x'.repeat(8192) } }),
    'TOKEN_MALFORMED',
  );
});
