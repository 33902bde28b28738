import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as client from 'openid-client';
import { createBrowser, expectPage, type Page } from './browser.ts';
import { findLink } from './mail-sink.ts';
import { goodPassword, registerPerson } from './person.ts';
import { grantPassword, openRelyingParty, type RelyingParty, requestSignIn } from './relying-party.ts';

let party: RelyingParty;

before(async () => {
  party = await openRelyingParty({ isListening: true });
});
after(() => party?.[Symbol.asyncDispose]());

const newPassword = 'Another-Horse-2';

/** Asks for a new password. @returns the browser and the page that answers */
async function forget(usernameOrEmail: string) {
  const browser = createBrowser([party.target.redirectUri]);
  const { url } = await requestSignIn(party.web, party.target);
  const signIn = expectPage(await browser.open(url));
  const form = expectPage(await browser.follow(signIn, 'reset-credentials'));
  return { browser, page: expectPage(await browser.submit(form, { username: usernameOrEmail })) };
}

function toText({ html }: Page): string {
  return html.replaceAll(/<[^>]*>|\s+/g, ' ');
}

test('a mail leads to a new password; the old one, the link and open sessions are void', async () => {
  const { username, email } = await registerPerson(party);
  const open = await grantPassword(party.web, username, goodPassword);
  const { browser } = await forget(email);
  const link = findLink(await party.target.mailSink.waitForMail(email));

  const refused = expectPage(
    await browser.submit(expectPage(await browser.open(link)), {
      'password-new': 'short',
      'password-confirm': 'short',
    }),
  );
  // With Keycloak the way on is in the page, here it is the same address.
  await browser.submit(refused, { 'password-new': newPassword, 'password-confirm': newPassword });

  await grantPassword(party.web, username, newPassword);
  await assert.rejects(grantPassword(party.web, username, goodPassword), client.ResponseBodyError);
  const again = expectPage(await createBrowser([]).open(link));
  assert.ok(again.status >= 400, toText(again));
  if (process.env.OIDC_ISSUER === undefined) {
    await assert.rejects(
      client.refreshTokenGrant(party.web, open.refresh_token ?? ''),
      client.ResponseBodyError,
    );
  }
});

test('the answer does not tell if there is such an account, and an unknown one gets no mail', async () => {
  const known = await forget('product-manager');
  const unknown = await forget('nobody@facturation.example');
  assert.equal(unknown.page.status, known.page.status);
  for (const { page } of [known, unknown]) assert.match(toText(page), /receive an email shortly/);
  // Keycloak's page has the address of its session in it.
  if (process.env.OIDC_ISSUER === undefined) {
    const withoutId = ({ html, url }: Page) => html.replaceAll(new URL(url).pathname.split('/')[5] ?? '', '');
    assert.equal(withoutId(unknown.page), withoutId(known.page));
  }
  await party.target.mailSink.waitForMail('product-manager@facturation.example');
  assert.deepEqual(party.target.mailSink.mailsTo('nobody@facturation.example'), []);
});
