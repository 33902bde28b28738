import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';
import { createTokenVerifier, type TokenVerifier } from './token-verifier.ts';

let issuer: TestIssuer;
let verifier: TokenVerifier;
before(async () => {
  issuer = await createTestIssuer();
  const terms = { scopeClaims: ['api_scopes', 'api.scopes'], defaultScopes: ['read', 'write'] };
  verifier = createTokenVerifier({ issuers: [issuer.trusted(terms)] });
});
after(async () => {
  verifier.close();
  await issuer.close();
});

async function scopesOf(claims: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  return [...(await verifier.verify(await issuer.sign({ claims }))).scopes];
}

test('a token without any claim of scopes has those that its issuer is trusted with', async () => {
  assert.deepEqual(await scopesOf({}), ['read', 'write']);
  assert.deepEqual(await scopesOf({ api_scopes: null, api: {} }), ['read', 'write']);
});

test('a token that says its scopes has no others, also if it says none', async () => {
  assert.deepEqual(await scopesOf({ api_scopes: 'read' }), ['read']);
  assert.deepEqual(await scopesOf({ api: { scopes: ['write'] } }), ['write']);
  for (const none of ['-', ' ', []])
    assert.ok(!(await scopesOf({ api_scopes: none })).some((scope) => scope === 'read' || scope === 'write'));
});

test('a claim of another form is refused, and gives no default', async () => {
  for (const wrong of [1, {}, [1]])
    await assert.rejects(scopesOf({ api_scopes: wrong }), { code: 'TOKEN_CLAIM_INVALID' });
});
