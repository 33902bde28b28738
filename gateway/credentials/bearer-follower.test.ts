import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createTestIssuer, type TestIssuer, type TestTokenOptions } from '#platform/testing/test-issuer.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createTokenVerifier, type TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { createBearerFollower, followAnonymous } from './bearer-follower.ts';
import type { FollowedCaller } from './followed-caller.ts';

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

async function follow(token: TestTokenOptions): Promise<FollowedCaller> {
  const authorization = `Bearer ${await issuer.sign(token)}`;
  const caller = await createBearerFollower(verifier).follow({ authorization, cookie: undefined });
  assert.ok(caller);
  return caller;
}

test('a connection without a token is not its business, one with a bad token is refused', async () => {
  const follower = createBearerFollower(verifier);
  assert.equal(await follower.follow({ authorization: undefined, cookie: 'session=x' }), undefined);
  for (const authorization of ['Basic eDp5', 'Bearer nonsense', '']) {
    await assert.rejects(follower.follow({ authorization, cookie: undefined }), { code: 'TOKEN_MALFORMED' });
  }
});

describe('a caller', { concurrency: true }, () => {
  test('a caller ends when the token expires', async () => {
    const caller = await follow({ expiresIn: 1 });
    await waitFor('the end', () => caller.ended.aborted);
    assert.equal((caller.ended.reason as { code: string }).code, 'SUBSCRIPTION_TOKEN_EXPIRED');
  });

  test('a token within the clock tolerance has expired at once', async () => {
    const caller = await follow({ expiresIn: -1 });
    assert.equal(caller.ended.aborted, true);
  });

  test('a renewed token counts in the place of the first, with its roles and its end', async () => {
    const caller = await follow({ subject: 'ada', roles: ['READER'], expiresIn: 2 });
    const seen: (readonly string[])[] = [];
    caller.onRenewed(() => seen.push([...(caller.now.principal?.roles ?? [])]));
    const firstEnd = (caller.now.principal?.expiresAt ?? 0) * 1000;
    const renewal = await caller.renew(
      await issuer.sign({ subject: 'ada', roles: ['WRITER'], expiresIn: 60 }),
    );
    assert.equal(renewal.kind, 'renewed');
    await waitFor('the first token to expire', () => Date.now() > firstEnd);
    assert.equal(caller.ended.aborted, false);
    assert.deepEqual(seen, [['WRITER']]);
    caller.close();
  });

  test("another person's token, or one that is refused, does not renew", async () => {
    const caller = await follow({ subject: 'ada', expiresIn: 60 });
    const before = caller.now;
    const offers: [string, string][] = [
      [await issuer.sign({ subject: 'eve' }), 'RENEWAL_REFUSED'],
      [await issuer.sign({ subject: 'ada', expiresIn: -100 }), 'UNAUTHENTICATED'],
      ['nonsense', 'UNAUTHENTICATED'],
    ];
    for (const [token, code] of offers) {
      const renewal = await caller.renew(token);
      assert.equal(renewal.kind === 'refused' && renewal.code, code);
    }
    assert.equal(caller.now, before);
    caller.close();
  });

  test('an ended caller stays ended, whatever token is offered', async () => {
    const caller = await follow({ subject: 'ada', expiresIn: -1 });
    const renewal = await caller.renew(await issuer.sign({ subject: 'ada' }));
    assert.equal(renewal.kind, 'refused');
  });

  test('an anonymous caller stays anonymous', async () => {
    const caller = followAnonymous();
    assert.equal((await caller.renew(await issuer.sign())).kind, 'refused');
    assert.equal(caller.now.principal, undefined);
  });
});

test('a caller ends soon after the key of the token is withdrawn', async (t) => {
  const own = await createTestIssuer();
  t.after(() => own.close());
  const trusting = createTokenVerifier({ issuers: [own.trusted()], keyMaxAgeMs: 20, keyCooldownMs: 0 });
  t.after(() => trusting.close());
  const follower = createBearerFollower(trusting, { recheckMs: 20 });
  const caller = await follower.follow({ authorization: `Bearer ${await own.sign()}`, cookie: undefined });
  assert.ok(caller);
  const fetchesBefore = own.fetches.jwks;
  await waitFor('a look at the keys', () => own.fetches.jwks > fetchesBefore);
  assert.equal(caller.ended.aborted, false);
  await own.rotateKeys();
  await waitFor('the end', () => caller.ended.aborted);
  assert.equal((caller.ended.reason as { code: string }).code, 'SUBSCRIPTION_TOKEN_REFUSED');
});
