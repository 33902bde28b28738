import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import * as client from 'openid-client';
import { Secret, TOTP } from 'otpauth';
import { createBrowser, expectLeft, expectPage, type Page } from './browser.ts';
import { findLink } from './mail-sink.ts';
import { createPerson, fillRegistration, goodPassword } from './person.ts';
import { fillSignIn, openRelyingParty, type RelyingParty, requestSignIn } from './relying-party.ts';

// Keycloak makes its own pages for this; here they are the embedded provider's.
const options = { skip: process.env.OIDC_ISSUER !== undefined };

/** A person who has to set up an authenticator. */
function createUser() {
  const username = `otp-${randomUUID()}`;
  return {
    id: randomUUID(),
    username,
    email: `${username}@facturation.example`,
    firstName: 'Olga',
    lastName: 'Otp',
    credentials: [{ type: 'password', value: goodPassword }],
    requiredActions: ['CONFIGURE_TOTP'],
    realmRoles: ['default-roles-facturation'],
  };
}

const users = [createUser(), createUser(), createUser()] as const;
let party: RelyingParty;

before(async () => {
  party = await openRelyingParty({ realmChange: { users } });
});
after(() => party?.[Symbol.asyncDispose]());

/** The code for a moment some periods from now: each counts once. */
function toCode(secret: string, periodsAhead = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: Date.now() + periodsAhead * 30_000,
  });
}

async function openSignIn(username: string) {
  const browser = createBrowser([party.target.redirectUri]);
  const request = await requestSignIn(party.web, party.target);
  return { browser, request, visit: await fillSignIn(browser, request.url, username, goodPassword) };
}

function findSecret({ html }: Page): string {
  return /id="otp-secret">([A-Z2-7 ]+)</.exec(html)?.[1]?.replaceAll(' ', '') ?? '';
}

/** Signs in for the first time. @returns the secret, and the recovery codes */
async function setUp(username: string) {
  const { browser, request, visit } = await openSignIn(username);
  const page = expectPage(visit);
  const secret = findSecret(page);
  // The code of the period before, so that those of now and after are not used yet.
  const shown = expectPage(await browser.submit(page, { totp: toCode(secret, -1) }));
  const codes = [...shown.html.matchAll(/<code>([A-Z0-9-]+)<\/code>/g)].map(([, code]) => code ?? '');
  await request.redeem(expectLeft(await browser.submit(shown, {})));
  return { secret, codes };
}

function grant(username: string, totp?: string) {
  return client.genericGrantRequest(party.web, 'password', {
    username,
    password: goodPassword,
    scope: 'openid',
    ...(totp === undefined ? {} : { totp }),
  });
}

test(
  'a person sets up an authenticator, and is asked for it from then on; no code counts twice',
  options,
  async () => {
    const [{ username }] = users;
    await assert.rejects(grant(username), client.ResponseBodyError);
    const { secret } = await setUp(username);

    const { browser, request, visit } = await openSignIn(username);
    const page = expectPage(visit);
    const wrong = expectPage(await browser.submit(page, { otp: '000000' }));
    assert.match(wrong.html, /Invalid authenticator code/);
    const code = toCode(secret);
    await request.redeem(expectLeft(await browser.submit(wrong, { otp: code })));
    assert.match(expectPage((await openSignIn(username)).visit).html, /One-time code/);
    await assert.rejects(grant(username, code), client.ResponseBodyError);
  },
);

test('the password alone gives no token, with the code it does', options, async () => {
  const [, { username }] = users;
  const { secret } = await setUp(username);
  await assert.rejects(grant(username), client.ResponseBodyError);
  assert.ok((await grant(username, toCode(secret))).access_token);
});

test(
  'a recovery code stands in for the authenticator, once; guesses lock the account as those of passwords do',
  options,
  async () => {
    const [, , { username }] = users;
    const { secret, codes } = await setUp(username);
    const first = await openSignIn(username);
    const recovery = expectPage(await first.browser.follow(expectPage(first.visit), 'recovery-code'));
    const [code = ''] = codes;
    await first.request.redeem(expectLeft(await first.browser.submit(recovery, { recoveryCode: code })));

    const second = await openSignIn(username);
    let page = expectPage(await second.browser.follow(expectPage(second.visit), 'recovery-code'));
    for (let tries = 0; tries < 5; tries += 1) {
      page = expectPage(await second.browser.submit(page, { recoveryCode: code }));
      assert.match(page.html, /Invalid recovery code/);
    }
    await assert.rejects(grant(username, toCode(secret)), client.ResponseBodyError);
  },
);

test('nobody skips the second factor by its address', options, async () => {
  const [{ username }] = users;
  const { browser, visit } = await openSignIn(username);
  const page = expectPage(visit);
  for (const path of ['continue', 'update-password', 'verify-email', 'configure-totp']) {
    const address = page.url.replace(/otp$/, path);
    assert.notEqual(address, page.url);
    assert.match(expectPage(await browser.open(address)).html, /One-time code/, path);
  }
});

test(
  'where the realm wants verified addresses, nobody signs in before the link of the mail',
  options,
  async (t) => {
    const strict = await openRelyingParty({ realmChange: { verifyEmail: true } });
    t.after(() => strict[Symbol.asyncDispose]());
    const person = createPerson();
    const { visit, redeem, browser } = await fillRegistration(strict, person);
    const waiting = expectPage(visit);
    assert.match(waiting.html, /verify your email address/i);
    assert.equal(expectPage(await browser.submit(waiting, { action: 'continue' })).status, 422);
    const link = findLink(await strict.target.mailSink.waitForMail(person.email));
    const other = createBrowser([]);
    const asked = expectPage(await other.open(link));
    // A mail filter that opens the link verifies nothing.
    assert.equal(expectPage(await browser.submit(waiting, { action: 'continue' })).status, 422);
    assert.equal(expectPage(await other.submit(asked, {})).status, 200);
    const tokens = await redeem(expectLeft(await browser.submit(waiting, { action: 'continue' })));
    assert.equal(tokens.claims()?.email_verified, true);
    assert.equal(expectPage(await other.open(link)).status, 400);
  },
);
