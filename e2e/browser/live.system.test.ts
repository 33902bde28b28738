import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { findProcessesOf } from '../launcher/processes-of.ts';
import { startRunningSystem } from '../running-system.ts';
import { BrowserSuite } from './browser-suite.ts';

// A system of its own, with the simulator, whose gateway is killed.
const suite = new BrowserSuite(() => startRunningSystem({ flags: [] }));
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };
/** From a gateway that answers again to live figures. */
const maxReconnectMs = 10_000;

/** The figures of all time, whose caption is the same in each row's language. */
const toAllTime = (page: Page) => page.getByRole('table', { name: /^(All time|Depuis le début)$/ });
const toBadge = (page: Page, text: string) => page.getByRole('status').getByText(text, { exact: true });

/** The cells of a table, row by row. */
function readCells(table: Locator): Promise<string[][]> {
  return table
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)),
    );
}

interface CurrencyTotal {
  readonly count: number;
  readonly total: { readonly amount: string; readonly currency: string };
  readonly netTotal: { readonly amount: string };
  readonly paidTotal: { readonly amount: string };
}

/** Asks the API for the totals of all time, without simulated invoices, so that they stand still. */
async function loadTotals(): Promise<readonly CurrencyTotal[]> {
  const response = await fetch(suite.system.gatewayUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await suite.system.tokenOf('billing-manager')}`,
    },
    body: JSON.stringify({
      query:
        '{ liveTotals { allTime { count total { amount currency } netTotal { amount } paidTotal { amount } } } }',
    }),
  });
  const { data } = (await response.json()) as { data: { liveTotals: { allTime: CurrencyTotal[] } } };
  return data.liveTotals.allTime;
}

test('the figures are those of the statistics, each currency by itself', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager', '/?simulated=hide');
  await toAllTime(page).waitFor();
  await toBadge(page, 'Live').waitFor();
  const expected = (await loadTotals()).map(({ count, total, netTotal, paidTotal }) => {
    const write = (amount: string) =>
      new Intl.NumberFormat('en-GB', {
        style: 'currency',
        currency: total.currency,
        currencyDisplay: 'code',
      }).format(amount as Intl.StringNumericLiteral);
    return [
      total.currency,
      count.toLocaleString('en-GB'),
      write(total.amount),
      write(netTotal.amount),
      write(paidTotal.amount),
    ];
  });
  assert.ok(expected.length > 0, 'the demo has invoices');
  const rows = (await readCells(toAllTime(page))).slice(1);
  assert.deepEqual(
    rows.map((cells) => [0, 1, 2, 5, 6].map((at) => cells[at])),
    expected,
  );
  assert.equal(await page.getByText('simulated', { exact: true }).count(), 0);
});

test('a pause holds everything still, and nothing is lost when it ends', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager');
  const newest = page.getByRole('table', { name: 'Newest invoices' });
  await newest.getByText('simulated').first().waitFor();
  const readNumbers = async () =>
    (await readCells(newest)).slice(1).flatMap(([text]) => {
      const number = /SIM-(\d+)/.exec(text ?? '')?.[1];
      return number === undefined ? [] : [Number(number)];
    });
  await page.getByRole('button', { name: 'Pause' }).click();
  const [paused = 0] = await readNumbers();
  await page.getByText(/^[2-9] new invoices$/).waitFor();
  assert.equal((await readNumbers())[0], paused);
  await page.getByRole('button', { name: 'Go on' }).click();
  await newest.getByText(new RegExp(`SIM-0*${paused + 2} `)).waitFor();
  const numbers = await readNumbers();
  const newestFirst = numbers.map((_, index) => (numbers[0] ?? 0) - index);
  assert.deepEqual(numbers, newestFirst, 'no number is missing');
});

test('values stay while the gateway is away, and are live again in time after it', options, async () => {
  await using visitor = await open();
  visitor.expectTrouble(/WebSocket|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/);
  const { page } = visitor;
  await visitor.signIn('billing-manager');
  await toBadge(page, 'Live').waitFor();
  const dataFolder = suite.system.environment['DATA_DIR'] ?? '';
  const gateway = (await findProcessesOf(dataFolder)).find(({ command }) => / gateway( |$)/.test(command));
  assert.ok(gateway, 'the gateway is a process of its own');
  process.kill(gateway.pid, 'SIGKILL');
  await toBadge(page, 'Connecting again…').waitFor();
  await page.getByText(/^as of \d{2}:\d{2}:\d{2}$/).waitFor();
  assert.ok((await readCells(toAllTime(page))).length > 1, 'values stay');
  await visitor.assertAccessible('reconnecting');
  for (;;) {
    const isReady = await fetch(`${suite.system.pageUrl}/readyz`)
      .then(({ ok }) => ok)
      .catch(() => false);
    if (isReady) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const readyAt = performance.now();
  await toBadge(page, 'Live').waitFor({ timeout: maxReconnectMs });
  const tookMs = performance.now() - readyAt;
  assert.ok(tookMs < maxReconnectMs, `live again after ${tookMs} ms`);
});

test('a chart is read by arrow keys, and its figures are a table', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager');
  const chart = page.getByRole('slider', { name: /^Chart of the last minutes/ });
  const value = () => chart.getAttribute('aria-valuetext');
  await page.locator('[role=slider][aria-valuemax="3"]').waitFor();
  await chart.focus();
  await page.keyboard.press('Home');
  const first = await value();
  assert.match(first ?? '', /^\d{2}:\d{2}:\d{2}: [\d.]+ invoices? per second$/);
  await page.keyboard.press('ArrowRight');
  const second = await value();
  assert.notEqual(second, first);
  await page.getByText('The figures as a table').first().click();
  const rows = await readCells(page.getByRole('table', { name: 'Figures of the last minutes' }));
  assert.equal(rows.at(-1)?.[0], first?.slice(0, 8));
});

test('a table of figures that is opened late has all that the chart has', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager');
  const chart = page.getByRole('slider', { name: /^Chart of the last minutes/ });
  // More than the table shows at once when it opens, with some to spare for a page that is slow.
  const late = Array.from({ length: 60 }, (_, index) => `[aria-valuemax="${20 + index}"]`);
  await page.locator(`[role=slider]:is(${late.join(',')})`).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('The figures as a table').first().click();
  const rows = page.getByRole('table', { name: 'Figures of the last minutes' }).locator('tbody tr');
  const countPoints = async () => Number(await chart.getAttribute('aria-valuemax')) + 1;
  await rows.nth((await countPoints()) - 1).waitFor();
  assert.equal(await rows.count(), await countPoints());
});

test('the sums of a month lead to its invoices, and stand in the address', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager', '/?group=DAY&simulated=hide');
  const table = page.getByRole('table', { name: /^Sums in / }).first();
  await table.waitFor();
  await page.getByLabel('By', { exact: true }).selectOption('MONTH');
  const link = table.getByRole('link').first();
  await page.waitForURL(/group=MONTH/);
  await link.waitFor();
  assert.match((await link.getAttribute('href')) ?? '', /issuedFrom=\d{4}-\d{2}-01&issuedTo=/);
  const from = page.getByLabel('From', { exact: true });
  await from.fill('01/01/2000');
  await from.press('Enter');
  await page.waitForURL(/from=2000-01-01/);
});

test('whoever may not see figures is led to what they may do', options, async () => {
  await using visitor = await open();
  await visitor.signIn('customer-manager');
  await visitor.page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor();
  await visitor.go('/products');
  await visitor.page.getByRole('table', { name: 'Products' }).waitFor();
  assert.equal(await visitor.page.getByRole('link', { name: 'New product' }).count(), 0);
});

test('a product is added, moved, changed and archived by keyboard', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('product-manager', '/products/new');
  const name = `By keyboard ${process.pid}`;
  const tabTo = async (id: string) => {
    for (let tabs = 0; tabs < 40; tabs += 1) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate('document.activeElement?.id')) === `field-${id}`) return;
    }
    assert.fail(`no way to ${id}`);
  };
  await tabTo('sku');
  await page.keyboard.type(`KEY-${process.pid}`);
  await tabTo('name');
  await page.keyboard.type(name);
  await tabTo('unitPrice.amount');
  await page.keyboard.type('1,234.5');
  await tabTo('taxRate');
  await page.keyboard.type('20');
  await tabTo('isStockTracked');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.getByText('EUR 1,234.50').waitFor();

  await page.getByRole('button', { name: 'Move stock' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').focus();
  await tabTo('quantity');
  await page.keyboard.type('12.5');
  await page.keyboard.press('Enter');
  await page.getByText(`${name}: 12.5 piece in stock.`).waitFor();
  const journal = page.getByRole('table', { name: 'Movements of the stock' });
  await journal.getByText('Receipt').waitFor();

  await page.getByRole('button', { name: 'Move stock' }).press('Enter');
  await dialog.getByLabel('Reason').selectOption('WITHDRAWAL');
  await dialog.getByLabel('Quantity').fill('13');
  await page.keyboard.press('Enter');
  await dialog.getByRole('alert').waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Archive' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).press('Enter');
  await page.getByRole('button', { name: 'Restore' }).press('Enter');
  await page.getByText(`${name} is in use again.`).waitFor();
});

test('two people who change a product at a time choose field by field', options, async () => {
  await using one = await open();
  await using other = await open();
  await one.signIn('product-manager', '/products');
  await one.page.getByRole('table', { name: 'Products' }).getByRole('link').first().click();
  await one.page.getByRole('link', { name: 'Edit' }).click();
  await one.page.getByLabel('Description').fill('what one wrote');
  const unit = `u${process.pid}`.slice(0, 12);
  await other.signIn('product-manager', new URL(one.page.url()).pathname);
  await other.page.getByLabel('Unit', { exact: true }).fill(unit);
  await other.page.getByRole('button', { name: 'Save' }).click();
  await other.page.getByText(/ was saved\.$/).waitFor();
  await one.page.getByRole('button', { name: 'Save' }).click();
  const dialog = one.page.getByRole('dialog', { name: 'Changed meanwhile' });
  await dialog.getByText(unit).waitFor();
  await one.assertAccessible('the conflict');
  await dialog.getByRole('button', { name: 'Take over the choice' }).click();
  assert.equal(await one.page.getByLabel('Description').inputValue(), 'what one wrote');
  assert.equal(await one.page.getByLabel('Unit', { exact: true }).inputValue(), unit);
  await one.page.getByRole('button', { name: 'Save' }).click();
  await one.page.getByText(/ was saved\.$/).waitFor();
});

for (const language of ['en', 'fr'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(
      `no page of figures or products breaks a rule of accessibility: ${language}, ${theme}`,
      options,
      async () => {
        await using visitor = await open({ language, theme, width: theme === 'dark' ? 320 : 1280 });
        const { page } = visitor;
        await visitor.signIn('admin');
        await toAllTime(page).waitFor();
        await page
          .getByRole('table', { name: /^(Sums|Sommes) / })
          .first()
          .waitFor();
        await page
          .getByText(/figures as a table|chiffres en tableau/)
          .first()
          .click();
        await visitor.assertAccessible('the live figures');
        await visitor.assertNoOverflow('the live figures');
        await page.getByRole('button', { name: /^(Pause|Mettre en pause)$/ }).click();
        await visitor.assertAccessible('a pause');
        await visitor.go('/products');
        const first = page.getByRole('table').getByRole('link').first();
        await first.waitFor();
        await visitor.assertAccessible('products');
        await visitor.assertNoOverflow('products');
        await first.click();
        await page.getByRole('heading', { level: 2 }).first().waitFor();
        await visitor.assertAccessible('a product');
        await visitor.assertNoOverflow('a product');
        await visitor.go('/products/new');
        await page.locator('form button[type=submit]').click();
        await page.getByRole('alert').waitFor();
        await visitor.assertAccessible('the form with errors');
        await visitor.assertNoOverflow('the form with errors');
      },
    );
  }
}
