import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as client from 'openid-client';
import { Secret, TOTP } from 'otpauth';
import { type Browser, createBrowser, expectLeft, expectPage, type Page } from './browser.ts';
import { goodPassword, type Person, registerPerson } from './person.ts';
import {
  fillSignIn,
  grantPassword,
  openRelyingParty,
  type RelyingParty,
  requestSignIn,
} from './relying-party.ts';

// Keycloak's console is a page of scripts of its own; here it is the embedded provider's.
const options = { skip: process.env.OIDC_ISSUER !== undefined };
let party: RelyingParty;

before(async () => {
  party = await openRelyingParty();
});
after(() => party?.[Symbol.asyncDispose]());

const consoleUrl = () => `${party.target.issuer}/account`;
const newPassword = 'Another-Horse-2';

/** Opens the console in a browser that has never signed in. */
async function openConsole({ username }: Person, password = goodPassword) {
  const browser = createBrowser([]);
  const page = expectPage(await fillSignIn(browser, new URL(consoleUrl()), username, password));
  assert.equal(page.url, consoleUrl());
  assert.match(page.html, /<h1>Your account<\/h1>/);
  return { browser, page };
}

/** Sends the console's form with this action. */
async function send(
  browser: Browser,
  page: Page,
  action: string,
  fields: Record<string, string>,
): Promise<Page> {
  const formToken = /name="formToken" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
  const form = `<form method="post" action="${consoleUrl()}/${action}"></form>`;
  return expectPage(await browser.submit({ ...page, html: form }, { formToken, ...fields }));
}

test(
  'a person changes the password by knowing the present one; other sessions end, this one goes on',
  options,
  async () => {
    const person = await registerPerson(party);
    const elsewhere = await grantPassword(party.web, person.username, goodPassword);
    const { browser, page } = await openConsole(person);
    const change = { 'password-new': newPassword, 'password-confirm': newPassword };
    const refused = await send(browser, page, 'password', {
      password: 'Wrong-Password-1',
      ...change,
      'password-confirm': 'x',
    });
    assert.equal(refused.status, 422);
    // All that is wrong at once.
    assert.match(refused.html, /present password is wrong[\s\S]*two passwords differ/);
    const reused = await send(browser, page, 'password', {
      password: goodPassword,
      'password-new': goodPassword,
      'password-confirm': goodPassword,
    });
    assert.match(reused.html, /must not be one of the last 3/);
    assert.match(
      (await send(browser, page, 'password', { password: goodPassword, ...change })).html,
      /is changed/,
    );
    await assert.rejects(
      client.refreshTokenGrant(party.web, elsewhere.refresh_token ?? ''),
      client.ResponseBodyError,
    );
    assert.match(expectPage(await browser.open(consoleUrl())).html, /<h1>Your account/);
    await grantPassword(party.web, person.username, newPassword);
  },
);

test(
  'an authenticator is set up and removed with the password; new recovery codes void the old ones',
  options,
  async () => {
    const person = await registerPerson(party);
    const { browser, page } = await openConsole(person);
    const setUp = expectPage(await browser.follow(page, '/otp'));
    const secret = /id="otp-secret">([A-Z2-7 ]+)</.exec(setUp.html)?.[1]?.replaceAll(' ', '') ?? '';
    const totp = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    assert.match(setUp.html, /<svg role="img"/);
    assert.equal(
      (await send(browser, setUp, 'otp', { totp: totp(), password: 'Wrong-Password-1' })).status,
      422,
    );
    const shown = await send(browser, setUp, 'otp', { totp: totp(), password: goodPassword });
    const [oldCode = ''] = findCodes(shown);
    const renewed = await send(browser, page, 'recovery-codes', { password: goodPassword });
    const [newCode = ''] = findCodes(renewed);

    const other = createBrowser([party.target.redirectUri]);
    const request = await requestSignIn(party.web, party.target);
    const asked = expectPage(await fillSignIn(other, request.url, person.username, goodPassword));
    const recovery = expectPage(await other.follow(asked, 'recovery-code'));
    const refused = expectPage(await other.submit(recovery, { recoveryCode: oldCode }));
    await request.redeem(expectLeft(await other.submit(refused, { recoveryCode: newCode })));

    assert.match((await send(browser, page, 'otp/remove', { password: goodPassword })).html, /is removed/);
    await grantPassword(party.web, person.username, goodPassword);
  },
);

function findCodes({ html }: Page): string[] {
  return [...html.matchAll(/<li><code>([A-Z0-9-]+)<\/code>/g)].map(([, code]) => code ?? '');
}

test('a person sees own sessions only, and signs out everywhere else', options, async () => {
  const person = await registerPerson(party);
  const { browser } = await openConsole(person);
  await openConsole(await registerPerson(party));
  const tokens = await grantPassword(party.web, person.username, goodPassword);
  const page = expectPage(await browser.open(consoleUrl()));
  // Registration, this browser, and the tokens.
  assert.equal(page.html.match(/<li>Since /g)?.length, 3);
  assert.match((await send(browser, page, 'sessions', {})).html, /have ended: 2/);
  await assert.rejects(
    client.refreshTokenGrant(party.web, tokens.refresh_token ?? ''),
    client.ResponseBodyError,
  );
});

test('a form of another page is refused, though the browser sends the cookie', options, async () => {
  const person = await registerPerson(party);
  const { browser, page } = await openConsole(person);
  const refused = await send(browser, page, 'otp/remove', {
    password: goodPassword,
    formToken: 'x'.repeat(43),
  });
  assert.equal(refused.status, 403);
  const stranger = await openConsole(await registerPerson(party));
  const foreign = /name="formToken" value="([^"]+)"/.exec(stranger.page.html)?.[1] ?? '';
  assert.equal((await send(browser, page, 'sessions', { formToken: foreign })).status, 403);
});
