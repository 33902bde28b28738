import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import { type Browser, createBrowser, expectLeft, expectPage } from './browser.ts';
import { findLink, type ReceivedMail } from './mail-sink.ts';
import { createPerson, fillRegistration, goodPassword, registerPerson } from './person.ts';
import {
  fillSignIn,
  grantPassword,
  openRelyingParty,
  type RelyingParty,
  requestSignIn,
} from './relying-party.ts';

// Keycloak has no such mail: deploy/identity/README.md.
const options = { skip: process.env['OIDC_ISSUER'] !== undefined };

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1';

async function open(t: TestContext, change?: Parameters<typeof openRelyingParty>[0]) {
  const stack = new AsyncDisposableStack();
  t.after(() => stack.disposeAsync());
  const party = stack.use(await openRelyingParty(change));
  return {
    party,
    openBrowser: (userAgent: string, language = 'en') =>
      createBrowser([party.target.redirectUri], { 'user-agent': userAgent, 'accept-language': language }),
    /** Ends the provider, which sends mails under way first. @returns all mails to an address */
    async closeAndCount(address: string): Promise<readonly ReceivedMail[]> {
      await stack.disposeAsync();
      return party.target.mailSink.mailsTo(address);
    },
  };
}

/** Signs in by the page, also where the browser is signed in. */
async function signIn(party: RelyingParty, browser: Browser, username: string, password = goodPassword) {
  const request = await requestSignIn(party.web, party.target);
  request.url.searchParams.set('prompt', 'login');
  await request.redeem(expectLeft(await fillSignIn(browser, request.url, username, password)));
}

/** The mail with the characters of its quoted-printable parts. */
function read({ source }: ReceivedMail): string {
  return source.replaceAll(/(?:=[0-9A-F]{2})+/g, (bytes) =>
    Buffer.from(bytes.replaceAll('=', ''), 'hex').toString(),
  );
}

test(
  'a new browser leads to one mail however often it signs in; registration and grants lead to none',
  options,
  async (t) => {
    const { party, openBrowser, closeAndCount } = await open(t);
    const { mailSink, issuer } = party.target;
    const { username, email } = createPerson();
    const { visit, redeem, browser } = await fillRegistration(party, { username, email });
    await redeem(expectLeft(visit));
    await signIn(party, browser, username);
    await grantPassword(party.web, username, goodPassword);

    const desk = openBrowser(firefox);
    const before = Date.now();
    await signIn(party, desk, username);
    await signIn(party, desk, username);
    const mail = read(await mailSink.waitForMail(email));
    assert.match(mail, /^Subject: New sign-in to your Facturation account\r$/m);
    assert.match(mail, /^Content-Type: multipart\/alternative/m);
    const [, text = '', html = ''] = mail.split(/^Content-Type: text\/(?:plain|html)/m);
    for (const part of [text, html]) {
      assert.ok(part.includes(`your Facturation account ${username}`), part);
      assert.match(part, /Browser: Firefox on Linux/);
      assert.match(part, /Network address: 127\.0\.0\.1/);
      assert.ok(part.includes(`${issuer}/account`), part);
      const time = /Time: (\d+ \w+ \d{4}) at (\d\d:\d\d:\d\d UTC)/.exec(part);
      const at = Date.parse(`${time?.[1]} ${time?.[2]}`);
      assert.ok(at >= before - 1_000 && at <= Date.now(), time?.[0]);
    }

    const phone = openBrowser(safari);
    await signIn(party, phone, username);
    assert.match(read(await mailSink.waitForMail(email, 1)), /Safari on iOS/);

    // Another token than the provider's makes no browser known, nor does one of the same form.
    const unknown = openBrowser('curl/8.5.0');
    await signIn(party, unknown, username);
    assert.match(read(await mailSink.waitForMail(email, 2)), /an unknown browser on an unknown system/);
    unknown.changeCookie('identity_device', (value) => value.split('').reverse().join(''));
    await signIn(party, unknown, username);
    await mailSink.waitForMail(email, 3);
    await signIn(party, unknown, username);
    assert.equal((await closeAndCount(email)).length, 4);
  },
);

test('the mail is in the language of the person, not in that of the new browser', options, async (t) => {
  const { party, openBrowser, closeAndCount } = await open(t);
  const { mailSink } = party.target;
  const person = createPerson();
  const home = openBrowser(safari, 'fr');
  const { visit, redeem } = await fillRegistration(party, person, goodPassword, home);
  await redeem(expectLeft(visit));
  await signIn(party, openBrowser(firefox), person.username);
  const french = read(await mailSink.waitForMail(person.email));
  assert.match(french, /Nouvelle connexion à votre compte Facturation|=\?UTF-8\?/);
  assert.match(french, /Navigateur : Firefox sous Linux/);
  assert.match(french, /Date et heure : \d{1,2} \p{L}+ \d{4} à \d\d:\d\d:\d\d UTC/u);

  // Of those whom the realm file names, the first sign-in is told, too; they were not there to register.
  await signIn(party, openBrowser(firefox, 'fr'), 'auditor', 'Facturation-2026');
  await signIn(party, openBrowser(safari, 'en'), 'user', 'Facturation-2026');
  assert.match(read(await mailSink.waitForMail('auditor@facturation.example')), /Firefox sous Linux/);
  assert.match(read(await mailSink.waitForMail('user@facturation.example')), /Safari on iOS/);
  assert.equal((await closeAndCount(person.email)).length, 1);
});

test('where a code is asked for, the mail comes after it, and not after the password', options, async (t) => {
  const username = `otp-${randomUUID()}`;
  const email = `${username}@facturation.example`;
  const user = {
    id: randomUUID(),
    username,
    email,
    firstName: 'Olga',
    lastName: 'Otp',
    credentials: [{ type: 'password', value: goodPassword }],
    requiredActions: ['CONFIGURE_TOTP'],
    realmRoles: ['default-roles-facturation'],
  };
  const { party, openBrowser, closeAndCount } = await open(t, { realmChange: { users: [user] } });
  const begin = async (browser: Browser) => {
    const request = await requestSignIn(party.web, party.target);
    return { request, page: expectPage(await fillSignIn(browser, request.url, username, goodPassword)) };
  };
  const desk = openBrowser(firefox);
  const first = await begin(desk);
  const secret = /id="otp-secret">([A-Z2-7 ]+)</.exec(first.page.html)?.[1]?.replaceAll(' ', '') ?? '';
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const earlier = totp.generate({ timestamp: Date.now() - 30_000 });
  const shown = expectPage(await desk.submit(first.page, { totp: earlier }));
  await first.request.redeem(expectLeft(await desk.submit(shown, {})));
  // Whoever has the password alone gets no further, and causes no mail.
  await begin(openBrowser('curl/8.5.0'));
  const phone = openBrowser(safari);
  const second = await begin(phone);
  await second.request.redeem(expectLeft(await phone.submit(second.page, { otp: totp.generate() })));
  const mails = (await closeAndCount(email)).map(read).toSorted();
  assert.equal(mails.length, 2);
  assert.equal(mails.filter((mail) => mail.includes('Browser: Firefox on Linux')).length, 1);
  assert.equal(mails.filter((mail) => mail.includes('Browser: Safari on iOS')).length, 1);
});

test('a new password makes all browsers unknown but the one in which it was chosen', options, async (t) => {
  const { party, openBrowser, closeAndCount } = await open(t);
  const { mailSink } = party.target;
  const { username, email } = await registerPerson(party);
  const desk = openBrowser(firefox);
  const phone = openBrowser(safari);
  await signIn(party, desk, username);
  await mailSink.waitForMail(email);
  await signIn(party, phone, username);
  await mailSink.waitForMail(email, 1);

  const { url } = await requestSignIn(party.web, party.target);
  url.searchParams.set('prompt', 'login');
  const reset = expectPage(await phone.follow(expectPage(await phone.open(url)), 'reset-credentials'));
  await phone.submit(reset, { username });
  const link = findLink(await mailSink.waitForMail(email, 2));
  const password = 'Another-Horse-2';
  const form = expectPage(await phone.open(link));
  await phone.submit(form, { 'password-new': password, 'password-confirm': password });
  await mailSink.waitForMail(email, 3);
  await signIn(party, phone, username, password);
  await signIn(party, desk, username, password);
  const [, , , , last, ...more] = await closeAndCount(email);
  assert.ok(last && read(last).includes('Browser: Firefox on Linux'));
  assert.deepEqual(more, []);
});

test('a mail server that is away keeps nobody from signing in', options, async (t) => {
  const { party, openBrowser } = await open(t);
  const { username } = await registerPerson(party);
  await party.target.mailSink.close();
  await signIn(party, openBrowser(firefox), username);
});
