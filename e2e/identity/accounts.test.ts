import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import * as client from 'openid-client';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { createBrowser, expectLeft, expectPage } from './browser.ts';
import { grantPassword, openRelyingParty, type RelyingParty, requestSignIn } from './relying-party.ts';
import type { Target } from './target.ts';

let party: RelyingParty;
let target: Target;
let web: client.Configuration;
let verifier: TokenVerifier;

before(async () => {
  party = await openRelyingParty();
  ({ target, web, verifier } = party);
});
after(() => party?.[Symbol.asyncDispose]());

const goodPassword = 'Correct-Horse-1';

/** Fills in the registration form, as far as the answer to it. */
async function fillRegistration(username: string, password: string) {
  const browser = createBrowser([target.redirectUri]);
  const request = await requestSignIn(web, target);
  const signIn = expectPage(await browser.open(request.url));
  const registration = expectPage(await browser.follow(signIn, 'registration'));
  const visit = await browser.submit(registration, {
    username,
    email: `${username}@facturation.example`,
    firstName: 'Test',
    lastName: 'Person',
    password,
    'password-confirm': password,
  });
  return { visit, redeem: request.redeem };
}

async function registerSomebody(): Promise<string> {
  const username = `test-${randomUUID()}`;
  const { visit, redeem } = await fillRegistration(username, goodPassword);
  await redeem(expectLeft(visit));
  return username;
}

test('who registers is signed in at once, as a user and no more', async () => {
  const username = `test-${randomUUID()}`;
  const { visit, redeem } = await fillRegistration(username, goodPassword);
  const principal = await verifier.verify((await redeem(expectLeft(visit))).access_token);
  assert.deepEqual([...principal.roles], ['USER']);
  assert.equal(principal.username, username);
});

test('a password against the policy is refused', async () => {
  for (const password of ['Short-1', 'no-capital-letters-1', 'No-Digits-At-All']) {
    const username = `test-${randomUUID()}`;
    expectPage((await fillRegistration(username, password)).visit);
    await assert.rejects(grantPassword(web, username, password), client.ResponseBodyError);
  }
});

test('a name that is taken is refused', async () => {
  expectPage((await fillRegistration('admin', goodPassword)).visit);
});

test('who guesses is locked out, and is not told so', async () => {
  const username = await registerSomebody();
  const refusals: unknown[] = [];
  for (const password of [...Array.from({ length: 6 }, (_, i) => `Wrong-Password-${i}`), goodPassword]) {
    const refusal = await grantPassword(web, username, password).catch((error: unknown) => error);
    assert.ok(refusal instanceof client.ResponseBodyError, `${password} was let in`);
    refusals.push([refusal.status, refusal.error, refusal.error_description]);
  }
  assert.deepEqual(refusals.at(-1), refusals[0]);
});
