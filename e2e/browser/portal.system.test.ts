import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { readPdf } from '#documents/pdf/testing/read-pdf.ts';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

const linksOf = (page: Page) => page.getByRole('table', { name: 'Links for the customer' });

/** Opens an invoice of our own that is not paid, makes a link, and gives its address. The manager stays on the invoice. */
async function makeLink(page: Page): Promise<string> {
  await page.getByRole('table').locator('a[data-row]').first().click();
  await page.getByRole('article').waitFor();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Good for').selectOption({ label: '30 days' });
  await dialog.getByRole('button', { name: 'Make a link' }).click();
  const address = await dialog.getByRole('textbox', { name: 'Address' }).inputValue();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('dialog').last().getByRole('button', { name: 'Close' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  return address;
}

test(
  'a customer reads an invoice without an account, and the manager sees that they did',
  options,
  async () => {
    await using manager = await open();
    await manager.signIn('billing-manager', '/invoices?status=OVERDUE');
    const address = await makeLink(manager.page);
    assert.ok(address.startsWith(`${suite.system.pageUrl}/portal/`), address);
    const title = await manager.page.getByRole('heading', { level: 1 }).textContent();
    await linksOf(manager.page).getByRole('row').nth(1).getByText('not yet').first().waitFor();

    await using customer = await open();
    const { page } = customer;
    await page.goto(address);
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), title);
    await page.getByText('Overdue', { exact: true }).waitFor();
    await page.getByRole('row', { name: /^Left to pay/ }).waitFor();
    await page.getByText('IBAN').waitFor();
    await customer.assertAccessible('the invoice of the portal');
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download the PDF' }).click();
    const download = await downloading;
    const { pages } = readPdf(await readFile(await download.path()));
    const number = title?.replace('Invoice ', '') ?? '';
    assert.equal(download.suggestedFilename(), `${number}.pdf`);
    assert.ok(pages.join().includes(number));
    assert.deepEqual(await page.context().cookies(), []);

    await manager.page.reload();
    const row = linksOf(manager.page).getByRole('row').nth(1);
    await row
      .getByText(/^once, last on/)
      .nth(1)
      .waitFor();
    const history = manager.page.getByRole('table', { name: 'History' });
    await history.getByText('Downloaded by the customer').waitFor();
    await history.getByText('Read by the customer').waitFor();
    await manager.assertAccessible('an invoice with a link');

    await row.getByRole('button', { name: 'Revoke' }).click();
    await manager.page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await row.getByText('revoked').waitFor();
    await history.getByText('Link for the customer revoked').waitFor();
    customer.expectTrouble(/404/);
    const refusals = new Set<string>();
    const last = address.at(-1) === 'A' ? 'B' : 'A';
    for (const wrong of [
      address,
      `${address.slice(0, -1)}${last}`,
      `${address.slice(0, -64)}${'A'.repeat(64)}`,
    ]) {
      assert.equal((await page.goto(wrong))?.status(), 404);
      refusals.add(await page.content());
    }
    assert.equal(refusals.size, 1);
    await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
    await customer.assertAccessible('a refused link');
  },
);

for (const [theme, width] of [
  ['light', 320],
  ['dark', 320],
  ['dark', 1280],
] as const) {
  test(`the portal's page is readable in French at ${width} pixels, ${theme}`, options, async () => {
    await using manager = await open();
    await manager.signIn('billing-manager', '/invoices?status=OVERDUE');
    const address = await makeLink(manager.page);
    await using customer = await open({ theme, width, language: 'fr' });
    const { page } = customer;
    await page.goto(`${address}?language=fr`);
    await page.getByRole('heading', { level: 1, name: /^Facture/ }).waitFor();
    await customer.assertAccessible('the page');
    await customer.assertNoOverflow('the page');
    // By keyboard alone.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /^Invoice/ }).waitFor();
    await customer.assertNoOverflow('the page in English');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.getByRole('link', { name: 'Download the PDF' }).isVisible(), false);
    await page.getByRole('row', { name: /^Left to pay/ }).waitFor();
  });
}
