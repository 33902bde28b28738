import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { readPdf } from '#documents/pdf/testing/read-pdf.ts';
import { createSystemEnvironment, startRunningSystem } from '../running-system.ts';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';
import { Visitor } from './visitor.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

const rowsOf = (page: Page) => page.getByRole('table').locator('a[data-row]');

/** Makes a draft like some issued invoice, and leaves the page there. */
async function duplicateSome(page: Page): Promise<void> {
  await rowsOf(page).first().click();
  await page.getByRole('article').waitFor();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await page.getByRole('heading', { level: 1, name: 'Draft without a number' }).waitFor();
}

/** Issues the draft that is shown. */
async function issueShown(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Issue', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Issue' }).click();
  await page.getByRole('heading', { level: 1, name: /^Invoice \d{4}-\d+$/ }).waitFor();
}

/** Opens an item of the menu of further actions. */
async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
  await page.getByRole('dialog').waitFor();
}

/** Lets the next call of a mutation reach the system, and loses its answer. */
async function loseAnswer(page: Page, operationName: string): Promise<void> {
  let isLost = false;
  await page.route('**/graphql', async (route) => {
    if (isLost || !route.request().postData()?.includes(`"${operationName}"`)) return route.fallback();
    isLost = true;
    await route.fetch();
    await route.abort();
  });
}

const status = (page: Page, text: string) => page.getByRole('main').getByText(text, { exact: true }).first();

for (const language of ['en', 'fr'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    const texts =
      language === 'en'
        ? { pay: 'Record payment', more: 'More filters', menu: 'More', credit: 'Credit', void: 'Make void' }
        : {
            pay: 'Enregistrer un paiement',
            more: 'Plus de filtres',
            menu: 'Plus',
            credit: 'Créer un avoir',
            void: 'Annuler',
          };
    test(`no page of invoices breaks a rule of accessibility: ${language}, ${theme}`, options, async () => {
      await using visitor = await open({ language, theme, width: theme === 'dark' ? 320 : 1280 });
      const { page } = visitor;
      await visitor.signIn('billing-manager', '/invoices?status=OVERDUE');
      await rowsOf(page).first().waitFor();
      await page.getByText(texts.more).click();
      await visitor.assertAccessible('the list');
      await visitor.assertNoOverflow('the list');
      await rowsOf(page).first().click();
      await page.getByRole('article').waitFor();
      await page.getByRole('heading', { name: /^(History|Historique)$/ }).waitFor();
      await visitor.assertAccessible('a document');
      await visitor.assertNoOverflow('a document');
      await page.getByRole('button', { name: texts.pay, exact: true }).click();
      await page.getByRole('dialog').waitFor();
      await visitor.assertAccessible('the payment');
      await page.keyboard.press('Escape');
      for (const item of [texts.credit, texts.void]) {
        await page.getByRole('button', { name: texts.menu }).click();
        await page.getByRole('menuitem', { name: item, exact: true }).click();
        await page.getByRole('dialog').waitFor();
        await visitor.assertAccessible(item);
        await page.keyboard.press('Escape');
      }
      await visitor.go(`${new URL(page.url()).pathname}/print`);
      await page.getByRole('article').waitFor();
      await visitor.assertAccessible('the printed document');
      await visitor.go('/invoices?search=nobody-has-this-number');
      await page.getByText(/nobody-has-this-number/).waitFor();
      await visitor.assertAccessible('no match');
      await visitor.go('/approvals');
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      await visitor.assertAccessible('the approvals');
    });
  }
}

test(
  'an invoice is found, opened and left by keyboard alone, and Back leads to the place',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('billing-manager', '/invoices?order=NUMBER&direction=ASC');
    await rowsOf(page).first().waitFor();
    const focused = () => page.evaluate('document.activeElement?.textContent') as Promise<string>;
    const names = await rowsOf(page).allTextContents();
    await rowsOf(page).first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('x');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('x');
    await page.getByText('2 rows selected').waitFor();
    assert.equal(await focused(), names[2]);
    await page.keyboard.press('x');
    await page.getByText('1 row selected').waitFor();
    await page.getByRole('link', { name: 'Next' }).click();
    await page.getByRole('link', { name: 'Previous' }).waitFor();
    const second = await rowsOf(page).allTextContents();
    assert.equal(new Set([...names, ...second]).size, names.length + second.length);
    await rowsOf(page).first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: `Invoice ${second[0]}` }).waitFor();
    await page.goBack();
    await rowsOf(page).first().waitFor();
    assert.deepEqual(await rowsOf(page).allTextContents(), second);
    await page.keyboard.press('/');
    await page.keyboard.type(names[3] ?? '');
    await page.getByText('1 document', { exact: true }).waitFor();
    assert.deepEqual(await rowsOf(page).allTextContents(), [names[3]]);
  },
);

test('filters, order and columns are the address, and outlive loading it again', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager', '/invoices');
  await rowsOf(page).first().waitFor();
  await page.getByLabel('Overdue').check();
  await page.getByRole('combobox', { name: 'Currency' }).selectOption('GBP');
  await page.getByText('More filters').click();
  await page.getByLabel('Total from').fill('1,000');
  await page.getByLabel('Total from').press('Tab');
  await page.waitForURL(/minTotal=1000/);
  await page.getByRole('button', { name: /^Total/ }).click();
  await page.waitForURL(/order=TOTAL/);
  await page.getByText('Columns').first().click();
  await page.getByRole('checkbox', { name: 'Reference' }).check();
  await page.waitForURL(/columns=[^&]*reference/);
  await page.reload();
  await page.getByRole('columnheader', { name: 'Reference' }).waitFor();
  assert.equal(await page.getByLabel('Total from').inputValue(), '1,000');
  const totals = await page.getByRole('row').locator('td:nth-child(7)').allTextContents();
  const amounts = totals.map((text) => Number(text.replace(/[^\d.]/g, '')));
  assert.ok(amounts.length > 1 && amounts.every((amount) => amount >= 1_000));
  assert.deepEqual(
    amounts,
    amounts.toSorted((one, other) => one - other),
  );
  await page.getByText(/^Sums of all that match/).click();
  await page.getByRole('row', { name: /^GBP/ }).waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.waitForURL((url) => !url.search.includes('minTotal'));
});

for (const [language, separator, name, header] of [
  ['en', ',', 'CSV of all that match', 'Number,Status,Customer'],
  ['fr', ';', 'CSV de tout ce qui correspond', 'Numéro;Statut;Client'],
] as const)
  test(
    `a file has every invoice that matches, in the form of the language: ${language}`,
    options,
    async () => {
      await using visitor = await open({ language });
      const { page } = visitor;
      await visitor.signIn(
        'billing-manager',
        '/invoices?status=OVERDUE&columns=number,status,customer,total',
      );
      await rowsOf(page).first().waitFor();
      const text = await page.getByText(/^\d+ documents$/).textContent();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name }).click(),
      ]);
      const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
      assert.equal(lines.length - 1, Number.parseInt(text ?? '', 10));
      assert.ok(lines.length > 26, 'more than one page');
      assert.ok(lines[0]?.startsWith(`\ufeff${header}${separator}`), lines[0]);
    },
  );

for (const [language, menu, pdf, words] of [
  ['en', 'Download', 'PDF in English', 'Invoice'],
  ['fr', 'Télécharger', 'PDF en français', 'Facture'],
] as const)
  test(
    `an issued invoice is downloaded as a PDF and as XML, in the language first: ${language}`,
    options,
    async () => {
      await using visitor = await open({ language });
      const { page } = visitor;
      await visitor.signIn('billing-manager', '/invoices?origin=OWN&status=OVERDUE');
      await rowsOf(page).first().click();
      await page.getByRole('article').waitFor();
      await page.getByRole('button', { name: menu }).click();
      await visitor.assertAccessible('the menu of documents');
      assert.equal(await page.getByRole('menuitem').first().textContent(), pdf);
      const fetchItem = async (name: string) => {
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('menuitem', { name, exact: true }).click(),
        ]);
        return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
      };
      const file = await fetchItem(pdf);
      assert.match(file.name, /^\d{4}-\d+\.pdf$/);
      const { pages, embeddedFiles } = readPdf(file.bytes);
      assert.ok(pages.join().includes(`${words} `), pages.join());
      await page.getByRole('button', { name: menu }).click();
      const xml = await fetchItem('XML (CII)');
      assert.match(xml.name, /^\d{4}-\d+-cii\.xml$/);
      assert.deepEqual(embeddedFiles, [xml.bytes]);
    },
  );

test(
  'an invoice is issued, paid in part, reversed, credited by line and settled, and its head tells each state at once',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('billing-manager', '/invoices?status=OVERDUE&order=TOTAL&direction=ASC');
    await rowsOf(page).first().waitFor();
    await duplicateSome(page);
    await status(page, 'Draft').waitFor();
    await issueShown(page);
    await status(page, 'Open').waitFor();
    await page.getByText(/^Issued as \d{4}-\d+\.$/).waitFor();

    await page.getByRole('button', { name: 'Record payment' }).click();
    const dialog = page.getByRole('dialog');
    const amount = dialog.getByLabel(/^Amount in/);
    const balance = await amount.inputValue();
    await amount.fill(`1${balance}`);
    await dialog.getByRole('button', { name: 'Record' }).click();
    await dialog.getByRole('link', { name: /^Amount in .*: Give at most/ }).waitFor();
    await visitor.assertAccessible('a refused payment');
    await amount.fill('0.01');
    await dialog.getByLabel('Reference').fill('T-1');
    await dialog.getByRole('button', { name: 'Record' }).click();
    await status(page, 'Partly paid').waitFor();
    await page.getByRole('row', { name: /Payment Bank transfer T-1/ }).waitFor();

    await page.getByRole('button', { name: 'Reverse' }).click();
    await dialog.getByLabel('Reason').fill('Of another invoice');
    await dialog.getByRole('button', { name: 'Reverse' }).click();
    await status(page, 'Open').waitFor();
    await page.getByRole('row', { name: /Payment \(reversed\)/ }).waitFor();

    await choose(page, 'Credit');
    await dialog.getByLabel('Quantities of lines').check();
    await dialog
      .getByLabel(/^Quantity of/)
      .first()
      .fill('1');
    await dialog.getByLabel(/^Reason/).fill('Broken');
    await dialog.getByRole('button', { name: 'Credit' }).click();
    const note = page.getByRole('table', { name: 'Credit notes' }).getByRole('link');
    await note.waitFor();
    await status(page, 'Credit notes').waitFor();

    const before = await page.getByRole('heading', { level: 1 }).textContent();
    await note.click();
    await page.getByRole('heading', { level: 1, name: /^Credit note CN-/ }).waitFor();
    // Its mail has the same name.
    await page.getByRole('main').getByText('Credit note', { exact: true }).first().waitFor();
    await page
      .getByText(/[-−]GBP|GBP [-−]|[-−]\d/)
      .first()
      .waitFor();
    await page
      .getByRole('article')
      .getByRole('link', { name: before?.replace('Invoice ', '') ?? '' })
      .click();
    await page.getByRole('heading', { level: 1, name: before ?? '' }).waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    const voiding = page.getByRole('menuitem', { name: 'Make void' });
    assert.equal(await voiding.getAttribute('aria-disabled'), 'true');
    assert.match((await voiding.textContent()) ?? '', /credited/);
  },
);

test(
  'a credit and a movement of stock whose answers were lost count once when they are sent again from a new dialog',
  options,
  async () => {
    await using visitor = await open();
    visitor.expectTrouble(/net::ERR_FAILED/);
    const { page } = visitor;
    const dialog = page.getByRole('dialog');
    await visitor.signIn('admin', '/invoices?status=OVERDUE&order=TOTAL&direction=ASC');
    await rowsOf(page).first().waitFor();
    await duplicateSome(page);
    await issueShown(page);
    const credit = async () => {
      await choose(page, 'Credit');
      await dialog.getByLabel('Quantities of lines').check();
      await dialog
        .getByLabel(/^Quantity of/)
        .first()
        .fill('0.5');
      await dialog.getByLabel(/^Reason/).fill('Broken');
      await dialog.getByRole('button', { name: 'Credit' }).click();
    };
    await loseAnswer(page, 'CreditInvoice');
    await credit();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    // The page comes to know the version that the credit has made.
    await page.getByRole('navigation').getByRole('link', { name: 'Customers' }).click();
    await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor();
    await page.goBack();
    await page.getByRole('table', { name: 'Credit notes' }).waitFor();
    await credit();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await page.getByRole('table', { name: 'Credit notes' }).getByRole('link').count(), 1);

    await visitor.go('/products/new');
    const values = {
      sku: `LOST-${process.pid}`,
      name: 'Lost answers',
      'unitPrice.amount': '1',
      taxRate: '20',
    };
    for (const [name, value] of Object.entries(values))
      await page.locator(`[id="field-${name}"]`).fill(value);
    await page.locator('[id="field-isStockTracked"]').check();
    await page.keyboard.press('Enter');
    const receive = async () => {
      await page.getByRole('button', { name: 'Move stock' }).click();
      await dialog.getByLabel('Quantity').fill('7');
      await dialog.getByLabel(/^Note/).fill('Answer lost');
      await dialog.getByRole('button', { name: 'Save' }).click();
    };
    await loseAnswer(page, 'RecordStockMovement');
    await receive();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await receive();
    await dialog.waitFor({ state: 'detached' });
    await page
      .getByRole('row', { name: /Answer lost/ })
      .first()
      .waitFor();
    assert.equal(await page.getByRole('row', { name: /Answer lost/ }).count(), 1);
  },
);

test('of two who change one invoice the second is told, and sees it as it is now', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager', '/invoices?status=OVERDUE');
  await rowsOf(page).first().waitFor();
  await duplicateSome(page);
  await page.getByRole('button', { name: 'Issue', exact: true }).click();
  const other = await visitor.openTab();
  await other.goto(page.url());
  await other.getByRole('heading', { level: 1, name: 'Draft without a number' }).waitFor();
  await issueShown(other);
  await page.getByRole('dialog').getByRole('button', { name: 'Issue' }).click();
  await page.getByText(/The document has changed meanwhile/).waitFor();
  await page.getByRole('heading', { level: 1, name: /^Invoice \d{4}-\d+$/ }).waitFor();
});

test('a draft that is deleted is gone, and the list is shown', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager', '/invoices?status=OVERDUE');
  await rowsOf(page).first().waitFor();
  await duplicateSome(page);
  const address = page.url();
  await choose(page, 'Delete draft');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { level: 1, name: 'Invoices' }).waitFor();
  await page.goto(address);
  await page.getByRole('heading', { name: 'Not found' }).waitFor();
});

test('a printed invoice has the document, and nothing of what is around it', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager', '/invoices?status=OVERDUE');
  await rowsOf(page).first().click();
  await page.getByRole('link', { name: 'Print' }).click();
  await page.getByRole('article').waitFor();
  await page.emulateMedia({ media: 'print' });
  for (const around of [page.getByRole('navigation'), page.getByRole('button', { name: 'Print' })])
    assert.equal(await around.first().isVisible(), false);
  await page.getByRole('article').getByText('VAT by rate').waitFor();
  await page.getByRole('article').getByText(/SIREN/).waitFor();
});

test('whoever may not see invoices is told who may', options, async () => {
  await using visitor = await open();
  await visitor.signIn('customer-manager', '/invoices');
  await visitor.page.getByText(/people with the role BILLING_MANAGER/).waitFor();
});

test('an action above the limit waits for a second person, who approves it', options, async () => {
  const limited = await startRunningSystem({
    flags: [],
    environment: { ...(await createSystemEnvironment()), APPROVAL_LIMITS: 'GBP:0' },
  });
  try {
    await using requester = await Visitor.open(suite.browser, limited);
    const { page } = requester;
    await requester.signIn('billing-manager', '/invoices?status=OVERDUE');
    await rowsOf(page).first().click();
    await page.getByRole('article').waitFor();
    await choose(page, 'Make void');
    await page.getByRole('dialog').getByLabel('Reason').fill('Written twice');
    await page.getByRole('dialog').getByRole('button', { name: 'Make void' }).click();
    const banner = page.getByRole('region', { name: 'Approvals' });
    await banner.getByText('You requested it, so somebody else has to approve it.').waitFor();
    const approve = banner.getByRole('button', { name: 'Approve' });
    assert.equal(await approve.getAttribute('aria-disabled'), 'true');
    await requester.assertAccessible('the request');

    await using approver = await Visitor.open(suite.browser, limited);
    await approver.signIn('admin', '/approvals');
    await approver.page.getByRole('button', { name: 'Approve' }).waitFor();
    await approver.assertAccessible('the requests');
    await approver.page.getByRole('button', { name: 'Approve' }).click();
    await approver.page.getByText('Approved, and done.').waitFor();
    await approver.page.getByText('Nothing waits for approval').waitFor();
    await page.reload();
    await page.getByText('This document is void.').waitFor();
  } finally {
    await limited.stop();
  }
});
