import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

/** A name that no other customer has. */
function toNewName(what: string): string {
  return `${what} ${process.pid}-${Date.now()}`;
}

test(
  'each person sees the doors that are open to them, and is told who may enter another',
  options,
  async () => {
    for (const [user, entries] of [
      ['admin', ['Customers']],
      ['customer-manager', ['Customers']],
      ['billing-manager', ['Customers']],
      ['user', []],
    ] as const) {
      await using visitor = await open();
      await visitor.signIn(user);
      const links = visitor.page.getByRole('navigation', { name: 'Main' }).getByRole('link');
      const found = await links.allTextContents();
      for (const entry of entries) assert.ok(found.includes(entry), `${user} does not see ${entry}`);
      if (entries.length > 0) continue;
      assert.ok(!found.includes('Customers'));
      await visitor.go('/customers');
      await visitor.page.getByText(/people with the role CUSTOMER_MANAGER or BILLING_MANAGER/).waitFor();
    }
  },
);

test('a link to a page leads there after signing in', options, async () => {
  await using visitor = await open();
  await visitor.signIn('customer-manager', '/customers?status=ACTIVE&search=Customer');
  await visitor.page.getByRole('table', { name: 'Customers' }).waitFor();
  assert.equal(new URL(visitor.page.url()).search, '?status=ACTIVE&search=Customer');
  assert.equal(await visitor.page.title(), 'Customers · Facturation');
});

for (const language of ['en', 'fr'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(
      `no page of customers breaks a rule of accessibility: ${language}, ${theme}, wide and narrow`,
      options,
      async () => {
        await using visitor = await open({ language, theme, width: theme === 'dark' ? 320 : 1280 });
        const { page } = visitor;
        await visitor.go('/customers');
        await page.getByRole('link', { name: /^(Sign in|Se connecter)$/ }).waitFor();
        await visitor.assertAccessible('signing in');
        await visitor.signIn('admin', '/customers');
        await page.getByRole('table').waitFor();
        await visitor.assertAccessible('the list');
        await visitor.assertNoOverflow('the list');
        const menu = page.getByRole('button', { name: 'Menu' });
        assert.equal(await menu.isVisible(), theme === 'dark');
        if (theme === 'dark') {
          await menu.click();
          await page.getByRole('navigation').getByRole('link').first().waitFor();
          await visitor.assertAccessible('the navigation');
        }
        await page.getByRole('button', { name: /admin$/ }).click();
        await visitor.assertAccessible('the account panel');
        await page.keyboard.press('Escape');
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
        await visitor.assertAccessible('the shortcuts');
        await page.keyboard.press('Escape');
        await visitor.go('/customers?search=12348');
        await page.getByRole('link', { name: 'Customer 12348' }).click();
        await page.getByRole('heading', { level: 2 }).first().waitFor();
        await page.getByRole('table').first().waitFor();
        await visitor.assertAccessible('a customer');
        await visitor.assertNoOverflow('a customer');
        await visitor.go('/customers/new');
        await page.locator('form button[type=submit]').click();
        await page.getByRole('alert').waitFor();
        await visitor.assertAccessible('the form with errors');
        await visitor.assertNoOverflow('the form with errors');
        await visitor.go('/customers?search=nobody-has-this-name');
        await page.getByText(/nobody-has-this-name/).waitFor();
        await visitor.assertAccessible('no match');
        await visitor.go('/nowhere');
        await page.getByRole('heading', { name: /^(Not found|Introuvable)$/ }).waitFor();
        await visitor.assertAccessible('not found');
      },
    );
  }
}

test('a customer is found, opened, added and left by keyboard alone', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('customer-manager', '/customers');
  await page.getByRole('table').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('12348');
  await page.getByText('1 customer', { exact: true }).waitFor();
  const focused = () => page.evaluate('document.activeElement?.textContent') as Promise<string>;
  for (let tabs = 0; tabs < 20 && (await focused()) !== 'Customer 12348'; tabs += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Customer 12348', level: 1 }).waitFor();
  assert.equal(await focused(), 'Customer 12348', 'the heading has the focus');
  await page.goBack();
  await page.getByText('1 customer', { exact: true }).waitFor();

  await visitor.go('/customers/new');
  await page.getByRole('heading', { level: 1 }).waitFor();
  const name = toNewName('By keyboard');
  for (let tabs = 0; tabs < 20; tabs += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate('document.activeElement?.id')) === 'field-displayName') break;
  }
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Name: Fill this in.' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await page.getByText(`${name} was added.`).waitFor();
});

test('what the API refuses stands at its field, and all that was typed stays', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('customer-manager', '/customers/new');
  await page.getByLabel('Name').fill(toNewName('Refused'));
  await page.getByLabel('E-mail').fill('not an address');
  await page.getByLabel('Street and number').fill('1 rue de la Paix');
  await page.getByRole('button', { name: 'Save' }).click();
  const summary = page.getByRole('alert');
  await summary.getByRole('link', { name: /^E-mail: / }).click();
  assert.equal(await page.evaluate('document.activeElement?.id'), 'field-email');
  await summary.getByRole('link', { name: /^Town: / }).waitFor();
  assert.equal(await page.getByLabel('E-mail').inputValue(), 'not an address');
  assert.equal(await page.getByLabel('Street and number').inputValue(), '1 rue de la Paix');
});

test(
  'the place in a list, its filters and its order are its address, and Back leads to them',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('billing-manager', '/customers');
    const rows = page.getByRole('table', { name: 'Customers' }).getByRole('link');
    await rows.first().waitFor();
    const firstPage = await rows.allTextContents();
    await page.getByRole('link', { name: 'Next' }).click();
    await page.getByRole('link', { name: 'Previous' }).waitFor();
    const secondPage = await rows.allTextContents();
    assert.equal(new Set([...firstPage, ...secondPage]).size, firstPage.length + secondPage.length);
    await rows.first().click();
    await page.getByRole('heading', { level: 1, name: secondPage[0] ?? '' }).waitFor();
    await page.goBack();
    await rows.first().waitFor();
    assert.deepEqual(await rows.allTextContents(), secondPage);

    await page.getByRole('button', { name: /^Name/ }).click();
    await page
      .getByRole('columnheader', { name: /^Name/ })
      .and(page.locator('[aria-sort=descending]'))
      .waitFor();
    assert.match(page.url(), /direction=DESC/);
    assert.doesNotMatch(page.url(), /after=/);
  },
);

test('a person who may not see an address of mail is told so in its place', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager', '/customers?search=12348');
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByText('not visible to your role').first().waitFor();
  assert.equal(await page.getByRole('link', { name: 'Edit' }).count(), 0);
  await page.getByRole('heading', { name: 'Invoices' }).waitFor();
});

test('text that was typed outlives the session, and is saved in the next', options, async () => {
  await using visitor = await open();
  visitor.expectTrouble(/status of 401/);
  const { page } = visitor;
  const name = toNewName('Outlives');
  await visitor.signIn('customer-manager', '/customers/new');
  await page.getByLabel('Name').fill(name);
  await visitor.endSessionElsewhere();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.waitFor();
  await visitor.assertAccessible('the end of the session');
  const [tab] = await Promise.all([page.waitForEvent('popup'), dialog.getByRole('link').click()]);
  await visitor.fillSignIn(tab, 'customer-manager');
  await tab.getByRole('heading', { name: 'You are signed in' }).waitFor();
  await tab.close();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await page.getByLabel('Name').inputValue(), name);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
});

test(
  'whoever comes back as somebody else is told so, and asked to load the page again',
  options,
  async () => {
    await using visitor = await open();
    visitor.expectTrouble(/status of 401/);
    const { page } = visitor;
    await visitor.signIn('customer-manager', '/customers');
    await visitor.endSessionElsewhere();
    const tab = await visitor.openTab();
    await tab.goto(`${suite.system.pageUrl}/auth/login?returnTo=/signed-in`);
    await visitor.fillSignIn(tab, 'billing-manager');
    await tab.getByRole('heading', { name: 'You are signed in' }).waitFor();
    await page.getByText('billing-manager is signed in now').waitFor();
    await page.getByRole('button', { name: 'Load the page again' }).click();
    await page.getByRole('button', { name: /billing-manager$/ }).waitFor();
  },
);

test(
  'of two who change one customer, the second chooses what counts and loses nothing',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    const name = toNewName('Contested');
    await visitor.signIn('customer-manager', '/customers/new');
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Contact').fill('Mine');
    await page.getByLabel('Reference').fill(`R-${name}`);

    const other = await visitor.openTab();
    await other.goto(page.url());
    await other.getByLabel('Contact').fill('Theirs');
    await other.getByLabel('Telephone').fill('+33142685300');
    await other.getByRole('button', { name: 'Save' }).click();
    await other.getByText(`${name} was saved.`).waitFor();

    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog', { name: 'Changed meanwhile' });
    await dialog
      .getByRole('row', { name: /^Contact/ })
      .getByRole('radio', { name: 'Theirs' })
      .check();
    await visitor.assertAccessible('the conflict');
    await dialog.getByRole('button', { name: 'Take over the choice' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`${name} was saved.`).waitFor();
    for (const text of ['Theirs', `R-${name}`, '+33142685300'])
      await page.getByText(text, { exact: true }).waitFor();
  },
);

test('nobody leaves a form with changes without being asked', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('customer-manager', '/customers/new');
  await page.getByLabel('Name').fill('Not saved');
  await page.getByRole('link', { name: 'Customers' }).click();
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  assert.equal(await page.getByLabel('Name').inputValue(), 'Not saved');
  await page.getByRole('link', { name: 'Customers' }).click();
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('table', { name: 'Customers' }).waitFor();
});

test('language, appearance and columns are kept', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager', '/customers');
  await page.getByRole('button', { name: /billing-manager$/ }).click();
  await page.getByLabel('Language').selectOption('fr');
  await page.getByRole('heading', { name: 'Clients', level: 1 }).waitFor();
  await page.getByLabel('Apparence').selectOption('dark');
  await page.keyboard.press('Escape');
  await page.getByText('Colonnes').first().click();
  await page.getByRole('checkbox', { name: 'Contact' }).uncheck();
  await page.reload();
  await page.getByRole('heading', { name: 'Clients', level: 1 }).waitFor();
  await page.getByRole('table').waitFor();
  assert.equal(await page.getByRole('columnheader', { name: 'Contact' }).count(), 0);
  assert.deepEqual(
    await page.evaluate('[document.documentElement.lang, document.documentElement.dataset.theme]'),
    ['fr', 'dark'],
  );
});

test('an answer that fails can be asked for again, and a server that is away is named', options, async () => {
  await using visitor = await open();
  visitor.expectTrouble(/status of 503|net::ERR_FAILED/);
  const { page } = visitor;
  await visitor.signIn('billing-manager', '/customers?search=12348');
  await page.getByRole('table').waitFor();
  await page.route('**/graphql', (route) => route.abort());
  await page.getByRole('searchbox').fill('12370');
  await page.getByRole('heading', { name: 'The server cannot be reached' }).waitFor();
  await visitor.assertAccessible('a server that is away');
  await page.unroute('**/graphql');
  await page.route('**/graphql', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/json',
      body: JSON.stringify({ errors: [{ message: 'Busy', extensions: { code: 'BUSY', requestId: 'r-1' } }] }),
    }),
  );
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Request r-1').waitFor();
  await page.unroute('**/graphql');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('link', { name: 'Customer 12370' }).waitFor();
});

test('a list shows what was asked for last, in whatever order the answers come', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager', '/customers');
  await page.getByRole('table').waitFor();
  const later = Promise.withResolvers<void>();
  await page.route('**/graphql', async (route) => {
    // The first search is answered after the second.
    if ((route.request().postData() ?? '').includes('12347')) await later.promise;
    await route.continue().catch(() => {});
  });
  const search = page.getByRole('searchbox');
  await search.fill('12347');
  await page.waitForRequest((request) => (request.postData() ?? '').includes('12347'));
  await search.fill('12348');
  const onlyRow = (name: string) => page.locator('tbody tr:only-child').filter({ hasText: name });
  await onlyRow('Customer 12348').waitFor();
  await page.evaluate(`
    window.shown = new Set();
    new MutationObserver(() => window.shown.add(document.querySelector('tbody')?.textContent ?? ''))
      .observe(document.body, { childList: true, characterData: true, subtree: true });
  `);
  later.resolve();
  await search.fill('12370');
  await onlyRow('Customer 12370').waitFor();
  assert.equal(await page.evaluate("[...window.shown].some((text) => text.includes('12347'))"), false);
});

test('signing out leads to the first page, and the password is asked for again', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager', '/customers');
  await page.getByRole('button', { name: /billing-manager$/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.locator('input[name=password]').waitFor();
});
