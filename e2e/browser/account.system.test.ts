import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { startRunningSystem } from '../running-system.ts';
import { BrowserSuite } from './browser-suite.ts';
import { fillSignInForm } from './sign-in-form.ts';

const suite = new BrowserSuite(startRunningSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

const goodPassword = 'Correct-Horse-1';
const newPassword = 'Another-Horse-2';
const mailWithinMs = 60_000;

/** Waits for a mail to an address, which the provider writes to a file. @returns the link in it */
async function waitForLink(address: string): Promise<string> {
  const folder = join(suite.system.environment['DATA_DIR'] ?? '', 'mail', 'accounts');
  const giveUpAt = Date.now() + mailWithinMs;
  while (Date.now() < giveUpAt) {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml')).sort();
    for (const name of names.reverse()) {
      const text = (await readFile(join(folder, name), 'utf8'))
        .replaceAll('=\r\n', '')
        .replaceAll('=3D', '=');
      const link = /https?:\S*action-token\?key=[\w-]+/.exec(text)?.[0];
      if (text.includes(`To: ${address}`) && link !== undefined) return link;
    }
    await delay(50);
  }
  throw new Error(`No mail with a link came to ${address}.`);
}

async function fillNewPassword(page: Page, password: string): Promise<void> {
  await page.locator('input[name=password-new]').fill(password);
  await page.locator('input[name=password-confirm]').fill(password);
  await page.locator('input[name=password-confirm]').press('Enter');
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Signed in as/ }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('link', { name: 'Sign in' }).waitFor();
}

test(
  'somebody registers, sets up an authenticator, and gets back in by a mail and a recovery code',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    const username = `browser-${randomUUID()}`;
    const email = `${username}@facturation.example`;
    await visitor.go('/account');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await visitor.assertAccessible('the sign-in page');
    await page.getByRole('link', { name: 'Register' }).click();
    await visitor.assertAccessible('the registration page');
    const fields = { username, email, firstName: 'Bea', lastName: 'Browser', password: goodPassword };
    for (const [name, value] of Object.entries({ ...fields, 'password-confirm': goodPassword }))
      await page.locator(`input[name=${name}]`).fill(value);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your account', level: 1 }).waitFor();
    await page.getByText(username, { exact: true }).first().waitFor();

    await page.getByRole('link', { name: 'Password and one-time codes' }).click();
    await visitor.assertAccessible('the account console');
    await page.getByRole('link', { name: 'Set up an authenticator app' }).click();
    await visitor.assertAccessible('setting up an authenticator');
    await visitor.assertNoOverflow('setting up an authenticator');
    const secret = ((await page.locator('#otp-secret').textContent()) ?? '').replaceAll(' ', '');
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    await page.locator('input[name=totp]').fill(totp.generate());
    await page.locator('input[name=password]').fill(goodPassword);
    await page.getByRole('button', { name: 'Use this authenticator' }).click();
    const [recoveryCode = ''] = await page.locator('.codes code').allTextContents();
    await visitor.assertAccessible('recovery codes');

    await visitor.go('/account');
    await signOut(page);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await fillSignInForm(page, username, goodPassword);
    await page.getByRole('heading', { name: 'One-time code' }).waitFor();
    await visitor.assertAccessible('asking for a code');
    // The code of the present period has been used.
    await page.locator('input[name=otp]').fill(totp.generate({ timestamp: Date.now() + 30_000 }));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Signed in as/ }).waitFor();

    await signOut(page);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Forgot password?' }).click();
    await visitor.assertAccessible('forgot password');
    await page.locator('input[name=username]').fill(email);
    await page.keyboard.press('Enter');
    await page.getByText(/you receive an email shortly/).waitFor();
    await page.goto(await waitForLink(email));
    await visitor.assertAccessible('a new password');
    await fillNewPassword(page, newPassword);
    await page.getByRole('link', { name: 'Go to Facturation' }).waitFor();
    await visitor.go('/account');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await fillSignInForm(page, username, newPassword);
    await page.getByRole('link', { name: 'Use a recovery code' }).click();
    await page.locator('input[name=recoveryCode]').fill(recoveryCode);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your account', level: 1 }).waitFor();
  },
);

test(
  "the provider's pages are in the language of the page, until a person chooses another one",
  options,
  async () => {
    // The browser is in English; the page that leads to the provider was changed to French.
    await using visitor = await open({ theme: 'dark', width: 320 });
    visitor.expectTrouble(/status of 401/);
    const { page } = visitor;
    await visitor.go('/account');
    await page.getByRole('combobox').selectOption('fr');
    await page.getByRole('link', { name: 'Se connecter' }).click();
    await page.getByRole('heading', { name: 'Connexion à Facturation' }).waitFor();
    await fillSignInForm(page, 'nobody-there', 'Wrong-Password-1');
    await page.getByText('Nom d’utilisateur ou mot de passe incorrect.').waitFor();
    await visitor.assertAccessible('a refused sign-in in French');
    await visitor.assertNoOverflow('a refused sign-in in French');
    for (const [link, title] of [
      ['S’inscrire', 'Inscription'],
      ['Mot de passe oublié ?', 'Mot de passe oublié ?'],
    ] as const) {
      await page.getByRole('link', { name: link }).click();
      await page.getByRole('heading', { name: title }).waitFor();
      await visitor.assertAccessible(title);
      await visitor.assertNoOverflow(title);
      await page.getByRole('link', { name: 'Retour à la connexion' }).click();
    }
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Sign in to Facturation' }).waitFor();
    await visitor.fillSignIn(page, 'user');
    await page.getByRole('heading', { level: 1 }).waitFor();
  },
);

test('a person signs out elsewhere, and the other browser has to sign in again', options, async () => {
  await using here = await open();
  await using there = await open();
  await there.signIn('product-manager', '/account');
  await here.signIn('product-manager', '/account');
  const table = here.page.getByRole('table', { name: 'Where you are signed in' });
  await table.getByText('This session').waitFor();
  await here.page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await here.page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere else' }).click();
  await here.page.getByText('1 session has ended.').waitFor();
  await table.getByRole('button').waitFor({ state: 'detached' });
  await there.go('/account');
  await there.page.getByRole('link', { name: 'Sign in' }).click();
  await there.page.locator('input[name=password]').waitFor();
});

test(
  'an administrator adds a person, who chooses a password by the mail and has the roles given',
  options,
  async () => {
    await using admin = await open();
    const { page } = admin;
    const username = `added-${randomUUID()}`;
    const email = `${username}@facturation.example`;
    await admin.signIn('admin', '/people/new');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Username').fill('admin');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('First name').fill('Anna');
    await page.getByLabel('Last name').fill('Added');
    await page.getByRole('checkbox', { name: 'Customer manager' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Another person has this username.').first().waitFor();
    await page.getByLabel('Username').fill(username);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`${username} was added. A mail went to ${email}.`).waitFor();

    await using person = await open();
    await person.page.goto(await waitForLink(email));
    await fillNewPassword(person.page, goodPassword);
    await person.page.getByText(/Your password is changed/).waitFor();
    await person.go('/customers');
    await person.page.getByRole('link', { name: 'Sign in' }).click();
    await fillSignInForm(person.page, username, goodPassword);
    await person.page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor();

    await admin.go(`/people?search=${username}`);
    await page.getByRole('link', { name: username }).click();
    await page.getByRole('checkbox', { name: 'Customer manager' }).uncheck();
    await page.getByRole('button', { name: 'Save the roles' }).click();
    await page.getByText(`The roles of ${username} were saved.`).waitFor();
    // The sessions of the person have ended, and the next one has the new roles.
    // The browser learns of it by the answer to the list, which the page asks for early.
    person.expectTrouble(/status of 401/);
    await person.go('/customers');
    await person.page.getByRole('link', { name: 'Sign in' }).click();
    await fillSignInForm(person.page, username, goodPassword);
    await person.page.getByText(/people with the role/).waitFor();

    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByText(`${username} can no longer sign in.`).waitFor();
    await person.go('/customers');
    await person.page.getByRole('link', { name: 'Sign in' }).waitFor();
  },
);

test('the last administrator is told why the role stays', options, async () => {
  await using admin = await open();
  const { page } = admin;
  await admin.signIn('admin', '/people?search=Ada');
  await page.getByRole('link', { name: 'admin', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Administrator' }).uncheck();
  await page.getByRole('button', { name: 'Save the roles' }).click();
  await page.getByText(/This is the last administrator who can sign in/).waitFor();
});

test(
  'the parts of the system are shown to administrators, and others see neither them nor people',
  options,
  async () => {
    await using admin = await open();
    await admin.signIn('admin', '/system');
    await admin.page.getByText('Everything works.').waitFor();
    const table = admin.page.getByRole('table', { name: 'Parts of the system' });
    const services = ['relay', 'sink', 'batch-worker'].map((name) => `service ${name}`);
    for (const part of ['database', 'identity provider', 'subgraph billing', 'subgraph people', ...services])
      await table.getByRole('row', { name: `${part} Works`, exact: true }).waitFor();

    await using manager = await open();
    await manager.signIn('billing-manager', '/account');
    const links = manager.page.getByRole('navigation', { name: 'Main' }).getByRole('link');
    const names = await links.allTextContents();
    assert.deepEqual(
      names.filter((name) => ['People', 'System'].includes(name)),
      [],
    );
    for (const path of ['/people', '/system']) {
      await manager.go(path);
      await manager.page.getByText(/people with the role ADMIN/).waitFor();
    }
  },
);

for (const language of ['en', 'fr'] as const) {
  test(`no page of accounts breaks a rule of accessibility: ${language}`, options, async () => {
    const isDark = language === 'fr';
    await using visitor = await open({
      language,
      theme: isDark ? 'dark' : 'light',
      width: isDark ? 320 : 1280,
    });
    const { page } = visitor;
    await visitor.signIn('admin', '/account');
    for (const path of ['/account', '/people', '/people/new', '/system']) {
      await visitor.go(path);
      await page
        .locator(path === '/people/new' ? 'form' : 'table')
        .first()
        .waitFor();
      await visitor.assertAccessible(path);
      await visitor.assertNoOverflow(path);
    }
    await visitor.go('/people');
    await page.getByRole('link', { name: 'billing-manager' }).click();
    await page.getByRole('checkbox').first().waitFor();
    await visitor.assertAccessible('a person');
    await visitor.assertNoOverflow('a person');
  });
}
