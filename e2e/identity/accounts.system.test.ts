import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as client from 'openid-client';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { expectLeft, expectPage } from './browser.ts';
import { createPerson, fillRegistration, goodPassword, registerPerson } from './person.ts';
import { grantPassword, openRelyingParty, type RelyingParty } from './relying-party.ts';

let party: RelyingParty;
let web: client.Configuration;
let verifier: TokenVerifier;

before(async () => {
  party = await openRelyingParty();
  ({ web, verifier } = party);
});
after(() => party?.[Symbol.asyncDispose]());

test('who registers is signed in at once, as a user and no more', async () => {
  const person = createPerson();
  const { visit, redeem } = await fillRegistration(party, person);
  const principal = await verifier.verify((await redeem(expectLeft(visit))).access_token);
  assert.deepEqual([...principal.roles], ['USER']);
  assert.equal(principal.username, person.username);
});

test('a password against the policy is refused', async () => {
  for (const password of ['Short-1', 'no-capital-letters-1', 'No-Digits-At-All']) {
    const person = createPerson();
    expectPage((await fillRegistration(party, person, password)).visit);
    await assert.rejects(grantPassword(web, person.username, password), client.ResponseBodyError);
  }
});

test('a name that is taken is refused', async () => {
  const person = { ...createPerson(), username: 'admin' };
  expectPage((await fillRegistration(party, person)).visit);
});

test('who guesses is locked out, and is not told so', async () => {
  const { username } = await registerPerson(party);
  const refusals: unknown[] = [];
  for (const password of [...Array.from({ length: 6 }, (_, i) => `Wrong-Password-${i}`), goodPassword]) {
    const refusal = await grantPassword(web, username, password).catch((error: unknown) => error);
    assert.ok(refusal instanceof client.ResponseBodyError, `${password} was let in`);
    refusals.push([refusal.status, refusal.error, refusal.error_description]);
  }
  assert.deepEqual(refusals.at(-1), refusals[0]);
});
