import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as client from 'openid-client';
import { createBrowser, expectPage, type Page } from './browser.ts';
import { findLink } from './mail-sink.ts';
import { registerPerson } from './person.ts';
import { openRelyingParty, type RelyingParty, requestSignIn } from './relying-party.ts';

let party: RelyingParty;

before(async () => {
  party = await openRelyingParty({ isListening: true });
});
after(() => party?.[Symbol.asyncDispose]());

function languageOf({ html }: Page): string | undefined {
  return /<html[^>]*\blang="([a-z]+)/.exec(html)?.[1];
}

/** The address of a page in another language: of a link here, of an option of a list at Keycloak. */
function findLanguageLink({ html, url }: Page, language: string): URL {
  const found = new RegExp(`(?:href|value)="([^"]*kc_locale=${language}[^"]*)"`).exec(html)?.[1];
  assert.ok(found, `${url} has no link to ${language}`);
  return new URL(found.replaceAll('&amp;', '&'), url);
}

/** Opens the sign-in page of an application that asks for languages. */
async function openSignIn(uiLocales?: string, browser = createBrowser([])) {
  const { url } = await requestSignIn(party.web, party.target);
  if (uiLocales !== undefined) url.searchParams.set('ui_locales', uiLocales);
  return { browser, page: expectPage(await browser.open(url)) };
}

test('the application asks for a language, which the pages and mails of the sign-in keep', async () => {
  const { email } = await registerPerson(party);
  const { browser, page } = await openSignIn('fr-FR en');
  assert.equal(languageOf(page), 'fr');
  assert.match(page.html, /Mot de passe/);
  const reset = expectPage(await browser.follow(page, 'reset-credentials'));
  assert.equal(languageOf(reset), 'fr');
  await browser.submit(reset, { username: email });
  const link = findLink(await party.target.mailSink.waitForMail(email));
  assert.ok(link.startsWith(party.target.issuer));
});

test('a page without a wish is in English, and one that cannot be had too', async () => {
  assert.equal(languageOf((await openSignIn()).page), 'en');
  assert.equal(languageOf((await openSignIn('xx')).page), 'en');
});

test('the browser says its languages where the application says none', async () => {
  const { url } = await requestSignIn(party.web, party.target);
  const languageFor = async (accepted: string) => {
    const response = await fetch(url, { redirect: 'manual', headers: { 'accept-language': accepted } });
    const location = new URL(response.headers.get('location') ?? url, url);
    const cookie = response.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    // Keycloak answers with the page itself.
    if (response.status === 200) return languageOf({ html: await response.text() } as Page);
    const page = await fetch(location, { headers: { cookie, 'accept-language': accepted } });
    return languageOf({ html: await page.text() } as Page);
  };
  assert.equal(await languageFor('fr-CA, en;q=0.8'), 'fr');
  assert.equal(await languageFor('de, en;q=0.2, fr;q=0.8'), 'fr');
  assert.equal(await languageFor('de'), 'en');
});

test('a person chooses another language on the page, and it stays where no application asks for another', async () => {
  const { browser, page } = await openSignIn('en');
  const french = expectPage(await browser.open(findLanguageLink(page, 'fr')));
  assert.equal(languageOf(french), 'fr');
  const wrong = expectPage(
    await browser.submit(french, { username: 'nobody-there', password: 'Wrong-Password-1' }),
  );
  assert.equal(languageOf(wrong), 'fr');
  assert.equal(languageOf((await openSignIn(undefined, browser)).page), 'fr');
});

test('all that is wrong with a registration is said in French', async () => {
  const { browser, page } = await openSignIn('fr');
  const registration = expectPage(await browser.follow(page, 'registration'));
  const refused = expectPage(
    await browser.submit(registration, {
      username: '',
      email: 'nowhere',
      firstName: '',
      lastName: '',
      password: 'a',
      'password-confirm': 'b',
    }),
  );
  assert.equal(languageOf(refused), 'fr');
  assert.doesNotMatch(refused.html, /\b(must|Username|characters)\b/);
});

// Keycloak looks at no parameter of a request that it refuses.
const ownPage = { skip: process.env['OIDC_ISSUER'] !== undefined };

test('a request that the protocol refuses is answered by a page in French', ownPage, async () => {
  const url = client.buildAuthorizationUrl(party.web, {
    redirect_uri: 'http://evil.example/auth/callback',
    scope: 'openid',
    ui_locales: 'fr',
  });
  const page = expectPage(await createBrowser(['http://evil.example/auth/callback']).open(url));
  assert.deepEqual([page.status, languageOf(page)], [400, 'fr']);
});
