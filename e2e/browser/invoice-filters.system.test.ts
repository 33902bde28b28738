import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

test(
  'invoices are filtered by a product that is found by its name, in currencies that there are',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('billing-manager', '/invoices?search=zzzz-nothing');
    await page.getByText(/zzzz-nothing/).waitFor();
    const currencies = page.getByRole('combobox', { name: 'Currency' }).locator('option');
    await currencies.nth(1).waitFor({ state: 'attached' });
    const offered = await currencies.allTextContents();
    assert.ok(offered.includes('GBP') && offered.length < 6, offered.join());
    await visitor.go('/invoices');
    await page.getByText('More filters').click();
    const field = page.getByRole('combobox', { name: 'Product' });
    await field.fill('a');
    await page.getByRole('listbox').getByRole('option').first().waitFor();
    await field.press('ArrowDown');
    await field.press('Enter');
    await page.waitForURL(/product=/);
    await page.getByRole('table').locator('a[data-row]').first().waitFor();
    const name = await field.inputValue();
    assert.notEqual(name, '');
    await page.reload();
    await waitFor('the name of the product', async () => (await field.inputValue()) === name);
    await page.getByRole('table').locator('a[data-row]').first().click();
    await page.getByRole('article').getByText(name).first().waitFor();
    // The history names people, the system and the batch worker, and no ids.
    const history = page.getByRole('table', { name: 'History' });
    await history.getByRole('row').nth(1).waitFor();
    assert.doesNotMatch((await history.textContent()) ?? '', /[0-9a-f]{8}-[0-9a-f]{4}-/);
  },
);

test('views of approvals and products are saved like those of other lists', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('admin', '/approvals?status=ALL');
  for (const path of ['/approvals?status=ALL', '/products?status=ACTIVE']) {
    await visitor.go(path);
    const name = `All ${randomUUID()}`;
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: /^Save/ }).click();
    await page.getByRole('dialog').getByRole('textbox').fill(name);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: new RegExp(name) }).waitFor();
    await visitor.go(path.split('?')[0] ?? '');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name, exact: true }).click();
    await page.waitForURL(`**${path}`);
  }
});
