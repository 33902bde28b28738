import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';

// Complaints about lists and drafts of other front ends, by the trackers in which people wrote them.
const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

const rowsOf = (page: Page) => page.getByRole('table').locator('a[data-row]');

test(
  'a row opens in a new tab, and its text can be selected without opening it (saleor-dashboard #3492, #3740)',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('billing-manager', '/invoices?status=OVERDUE');
    const link = rowsOf(page).first();
    await link.waitFor();
    const address = page.url();
    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      link.click({ modifiers: ['ControlOrMeta'] }),
    ]);
    await tab.getByRole('article').waitFor();
    assert.equal(new URL(tab.url()).pathname, await link.getAttribute('href'));
    assert.equal(page.url(), address);
    await tab.close();

    const amount = page
      .getByRole('row')
      .nth(1)
      .getByText(/\d\.\d\d$/)
      .first();
    const written = (await amount.textContent()) ?? '';
    const box = await amount.boundingBox();
    assert.ok(box);
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x - 2, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width + 2, y, { steps: 5 });
    await page.mouse.up();
    const selected = String(await page.evaluate('getSelection().toString()')).trim();
    assert.ok(selected.includes(written.slice(-6)), `${selected} of ${written}`);
    assert.equal(page.url(), address);
  },
);

test('each row keeps its own cells in every order (InvoiceShelf #309)', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager', '/invoices?status=OVERDUE');
  const readRows = async (): Promise<ReadonlyMap<string, string>> => {
    await rowsOf(page).first().waitFor();
    const rows = await page
      .getByRole('table')
      .getByRole('row')
      .evaluateAll((all) =>
        all.flatMap((row) => {
          const number = row.querySelector('a[data-row]')?.textContent;
          const cells = [...row.querySelectorAll('td')].map((cell) => cell.textContent);
          return number ? [[number, cells.join(' | ')] as const] : [];
        }),
      );
    return new Map(rows);
  };
  const known = new Map<string, string>();
  let seenAgain = 0;
  for (const order of ['ISSUE_DATE', 'TOTAL', 'NUMBER', 'DUE_DATE'])
    for (const direction of ['ASC', 'DESC']) {
      await visitor.go(`/invoices?status=OVERDUE&issuedTo=2010-12-03&order=${order}&direction=${direction}`);
      for (const [number, cells] of await readRows()) {
        if (known.has(number)) seenAgain += 1;
        assert.equal(known.get(number) ?? cells, cells, `${number} by ${order} ${direction}`);
        known.set(number, cells);
      }
    }
  assert.ok(seenAgain > 25, `${seenAgain} rows were seen in more than one order`);
});

/** Adds customers of a common name, and gives their ids. */
async function addCustomers(client: GraphqlClient, name: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let nth = 1; nth <= count; nth += 1) {
    const { data } = await client<{ createCustomer: { customer: { id: string } } }>(
      'mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { id } } }',
      { input: { displayName: `${name} ${String(nth).padStart(2, '0')}`, email: 'last@example.com' } },
    );
    ids.push(data.createCustomer.customer.id);
  }
  return ids;
}

test(
  'a last page whose rows have gone leads to the first one (saleor-dashboard #3889)',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    const manager = createGraphqlClient(
      suite.system.gatewayUrl,
      await suite.system.tokenOf('customer-manager'),
    );
    const ids = await addCustomers(manager, `Paged ${process.pid}`, 26);
    await visitor.signIn(
      'customer-manager',
      `/customers?search=Paged ${process.pid}&status=ACTIVE&order=DISPLAY_NAME`,
    );
    const rows = page.getByRole('table', { name: 'Customers' }).getByRole('row');
    await page.getByRole('link', { name: 'Next', exact: true }).click();
    await page.getByRole('link', { name: `Paged ${process.pid} 26` }).waitFor();
    assert.equal(await rows.count(), 2);
    const { data } = await manager<{ archiveCustomer: { userErrors: unknown[] } }>(
      'mutation ($input: ArchiveCustomerInput!) { archiveCustomer(input: $input) { userErrors { message } } }',
      { input: { id: ids.at(-1), expectedVersion: 1 } },
    );
    assert.deepEqual(data.archiveCustomer.userErrors, []);
    await page.reload();
    await page.getByRole('heading', { name: 'Nothing is here any more' }).waitFor();
    await visitor.assertAccessible('a place without entries');
    await page.getByRole('link', { name: 'First page' }).click();
    await page.getByRole('link', { name: `Paged ${process.pid} 01` }).waitFor();
    assert.equal(await rows.count(), 26);
    assert.equal(await page.getByRole('link', { name: 'Next', exact: true }).count(), 0);
  },
);

test(
  'an invoice that is issued at once after typing has what was typed (invoiceninja/ui #3018)',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('billing-manager', '/invoices/new');
    await page.getByRole('combobox', { name: 'Customer' }).fill('12348');
    await page.getByRole('listbox').getByRole('option', { name: /12348/ }).waitFor();
    await page.keyboard.press('Enter');
    const line = page.getByRole('row', { name: 'Line 1' });
    await line.getByLabel('Description').fill('Typed last');
    await line.getByLabel('Quantity').fill('1');
    await line.getByLabel('Unit price').fill('100');
    await line.getByLabel('VAT %').fill('20');
    await page.getByText(/^Saved at /).waitFor();
    // Each save takes its time, so that the button is pressed before it.
    await page.route('**/graphql', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue();
    });
    await line.getByLabel('Quantity').fill('3');
    await page.getByLabel('Note on the invoice').fill('Typed right before issuing');
    await page.getByRole('button', { name: 'Issue…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Issue' }).click();
    await page.getByRole('heading', { level: 1, name: /^Invoice \d{4}-\d+$/ }).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    await page.getByRole('article').getByText('Typed right before issuing').waitFor();
    await page
      .getByRole('article')
      .getByText(/360\.00/)
      .first()
      .waitFor();
  },
);
