import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import { createGraphqlClient } from '#platform/testing/graphql-client.ts';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

interface WithProduct extends TestRefusal {
  readonly product: { readonly id: string } | null;
}

/** Lets the stock of a new product fall to its threshold, and gives its stock keeping unit. */
async function runLow(): Promise<string> {
  const client = createGraphqlClient(suite.system.gatewayUrl, await suite.system.tokenOf('product-manager'));
  const sku = `LOW-${randomUUID().slice(0, 8)}`;
  const input = {
    sku,
    name: 'Mug',
    unitPrice: { amount: '10.00', currency: 'EUR' },
    taxRate: '20',
    isStockTracked: true,
    lowStockAt: '5',
  };
  const { product } = await callMutation<WithProduct>(client, 'createProduct', input, 'product { id }');
  for (const [kind, quantity] of [
    ['RECEIPT', '10'],
    ['WITHDRAWAL', '6'],
  ]) {
    const movement = { productId: product?.id, kind, quantity, idempotencyKey: randomUUID() };
    const { userErrors } = await callMutation(
      client,
      'recordStockMovement',
      movement,
      'stockMovement { id }',
    );
    assert.deepEqual(userErrors, []);
  }
  return sku;
}

const bellOf = (page: Page) => page.getByRole('link', { name: /^Notices(,|$)/ });
const rowOf = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });

test(
  'a notice comes by itself, stays readable, and is read by each person for themselves',
  options,
  async () => {
    await using manager = await open();
    await using admin = await open();
    await using stranger = await open();
    await manager.signIn('product-manager', '/notices');
    await stranger.signIn('customer-manager', '/notices');
    await manager.page.getByRole('heading', { name: 'Notices', level: 1 }).waitFor();
    await admin.signIn('admin', '/customers');
    await bellOf(admin.page).waitFor();
    const sku = await runLow();
    await rowOf(manager.page, sku).getByText('Stock is 4; the threshold is 5.').waitFor();
    await manager.page.getByRole('link', { name: /^Notices, \d+ unread$/ }).waitFor();
    await admin.page.getByRole('link', { name: /^Notices, \d+ unread$/ }).waitFor();

    await manager.page.getByRole('button', { name: `Mark as read: ${sku}` }).click();
    await manager.page.getByRole('button', { name: `Mark as read: ${sku}` }).waitFor({ state: 'detached' });
    await manager.page.reload();
    await rowOf(manager.page, sku).getByRole('link', { name: sku }).waitFor();
    assert.equal(await manager.page.getByRole('button', { name: `Mark as read: ${sku}` }).count(), 0);

    await bellOf(admin.page).click();
    await admin.page.getByRole('button', { name: `Mark as read: ${sku}` }).waitFor();
    await admin.page.getByRole('button', { name: 'Mark all as read' }).click();
    await admin.page.getByRole('link', { name: 'Notices', exact: true }).waitFor();
    await admin.page.getByLabel('Unread only').check();
    await admin.page.getByText('No entry matches Unread only.').waitFor();

    assert.equal(await rowOf(stranger.page, sku).count(), 0);
  },
);

for (const language of ['en', 'fr'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`the page of notices breaks no rule of accessibility: ${language}, ${theme}`, options, async () => {
      const sku = await runLow();
      await using visitor = await open({ language, theme, width: theme === 'dark' ? 320 : 1280 });
      await visitor.signIn('product-manager', '/notices');
      await rowOf(visitor.page, sku).waitFor();
      await visitor.assertAccessible('the notices');
      await visitor.assertNoOverflow('the notices');
    });
  }
}

test('a view is saved, shown, changed, renamed, made the default and deleted', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  const name = `Views ${process.pid}`;
  const choose = async (item: string) => {
    await page.getByRole('button', { name: /^Views?( |:|$)/ }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  const nameIt = async (text: string) => {
    await page.getByLabel('Name of the view').fill(text);
    await page.keyboard.press('Enter');
  };
  await visitor.signIn('customer-manager', '/customers?status=ACTIVE&search=Customer');
  await page.getByRole('table').waitFor();
  await choose('Save as a new view…');
  await visitor.assertAccessible('the dialog of a view');
  await nameIt(name);
  await page.getByRole('button', { name: `View: ${name}` }).waitFor();

  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('button', { name: `View: ${name} (changed)` }).waitFor();
  await choose(name);
  await page.waitForURL(/status=ACTIVE/);
  await page.getByRole('combobox', { name: 'Status' }).selectOption('ARCHIVED');
  await choose(`Update ${name}`);
  await page.getByText(`The view ${name} was changed.`).waitFor();
  await choose(`Rename ${name}…`);
  await nameIt(`${name} renamed`);
  await choose(`Open the list with ${name} renamed`);
  await page.getByText(`The view ${name} renamed was changed.`).last().waitFor();

  // Another browser of the same person.
  await using elsewhere = await open();
  await elsewhere.signIn('customer-manager', '/customers');
  await elsewhere.page.waitForURL(/search=Customer&status=ARCHIVED|status=ARCHIVED&search=Customer/);
  await elsewhere.page.getByRole('button', { name: 'Clear filters' }).first().click();
  await elsewhere.page.waitForURL((url) => url.search === '');

  await choose(`Delete ${name} renamed…`);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByText(`The view ${name} renamed was deleted.`).waitFor();
  await visitor.go('/customers');
  await page.getByRole('table').waitFor();
  assert.equal(new URL(page.url()).search, '');
});

test(
  'language, appearance, density and start page follow the person to another browser',
  options,
  async () => {
    await using visitor = await open();
    await visitor.signIn('billing-manager', '/notices');
    await visitor.page.getByRole('button', { name: /billing-manager$/ }).click();
    await visitor.page.getByLabel('Start page').selectOption('Imports');
    await visitor.page.getByLabel('Density of lists').selectOption('COMPACT');
    await visitor.page.getByLabel('Appearance').selectOption('dark');
    await visitor.page.getByLabel('Language').selectOption('fr');
    await visitor.page.getByRole('heading', { name: 'Notifications', level: 1 }).waitFor();

    await using elsewhere = await open();
    await elsewhere.signInAgain('billing-manager', '/notices');
    await elsewhere.page.getByRole('heading', { name: 'Notifications', level: 1 }).waitFor();
    const shown =
      '[document.documentElement.lang, document.documentElement.dataset.theme, document.documentElement.dataset.density]';
    assert.deepEqual(await elsewhere.page.evaluate(shown), ['fr', 'dark', 'compact']);
    await elsewhere.go('/');
    await elsewhere.page.waitForURL(/\/imports$/);
  },
);
