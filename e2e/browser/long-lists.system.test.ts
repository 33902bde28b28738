import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';

const entryCount = 250;
/** Making, issuing, the link in the mail of the invoice, payments and credit notes. */
const changeCount = 3 + 2 * entryCount;
let invoiceId: string;
let historyCount: number;
const { skip, open } = new BrowserSuite(async () => {
  const system = await openSharedSystem();
  const manager = createGraphqlClient(system.gatewayUrl, await system.tokenOf('billing-manager'));
  invoiceId = await writeInvoice(manager);
  historyCount = changeCount + (await waitForMails(manager, invoiceId));
  return system;
}, 500_000);

type Payload = Record<string, { userErrors: unknown[] } & Record<string, { id: string } | null>>;

/** Issues an invoice with as many payments as credit notes. */
async function writeInvoice(manager: GraphqlClient): Promise<string> {
  const { data: found } = await manager<{ customers: { edges: { node: { id: string } }[] } }>(
    '{ customers(first: 1) { edges { node { id } } } }',
  );
  async function call(mutation: string, inputType: string, object: string, input: object): Promise<string> {
    const { data, errors } = await manager<Payload>(
      `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { ${object} { id } userErrors { code message } } }`,
      { input: { idempotencyKey: randomUUID(), ...input } },
    );
    assert.deepEqual([errors, data[mutation]?.userErrors], [[], []]);
    return data[mutation]?.[object]?.id ?? '';
  }
  const id = await call('createInvoice', 'CreateInvoiceInput', 'invoice', {
    customerId: found.customers.edges[0]?.node.id,
    currency: 'EUR',
    lines: [{ description: 'Work', quantity: '1000', unitPrice: '1', taxRate: '20' }],
  });
  await call('issueInvoice', 'IssueInvoiceInput', 'invoice', { id, expectedVersion: 1 });
  const { data } = await manager<{ invoice: { lines: { id: string }[] } }>(
    'query ($id: ID!) { invoice(id: $id) { lines { id } } }',
    { id },
  );
  const lines = [{ lineId: data.invoice.lines[0]?.id, quantity: '1' }];
  for (let count = 1; count <= entryCount; count += 1) {
    await call('recordPayment', 'RecordPaymentInput', 'payment', {
      invoiceId: id,
      amount: '1',
      method: 'BANK_TRANSFER',
      reference: `payment ${count}`,
    });
    await call('createCreditNote', 'CreateCreditNoteInput', 'creditNote', {
      invoiceId: id,
      reason: `credit ${count}`,
      lines,
    });
  }
  return id;
}

/** Waits until the history names the end of each mail about an invoice, and counts the mails. */
async function waitForMails(manager: GraphqlClient, id: string): Promise<number> {
  for (;;) {
    const { data } = await manager<{ invoice: Record<'mails' | 'history', { totalCount: number }> }>(
      'query ($id: ID!) { invoice(id: $id) { mails { totalCount } history { totalCount } } }',
      { id },
    );
    const { mails, history } = data.invoice;
    if (history.totalCount >= changeCount + mails.totalCount) return mails.totalCount;
    await sleep(1_000);
  }
}

/** The texts of one column of a table, row by row. */
function readColumn(page: Page, table: string, column: number): Promise<string[]> {
  return page
    .getByRole('table', { name: table, exact: true })
    .locator(`tbody tr td:nth-child(${column})`)
    .allTextContents();
}

test(`all of ${entryCount} payments, as many credit notes and the history are shown, a hundred at a time`, {
  skip,
  timeout: 600_000,
}, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager', `/invoices/${invoiceId}`);
  for (const { table, column, total } of [
    { table: 'Payments', column: 4, total: entryCount },
    { table: 'Credit notes', column: 3, total: entryCount },
    { table: 'History', column: 1, total: historyCount },
  ]) {
    const section = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: table, exact: true }) });
    const more = section.getByRole('button', { name: 'Show more' });
    for (let shown = 100; shown < total; shown += 100) {
      await section.getByText(`${shown} of ${total} are shown.`).waitFor();
      await more.press('Enter');
    }
    await section.getByText(`${total} of ${total} are shown.`).waitFor();
    assert.equal((await readColumn(page, table, column)).length, total);
    assert.equal(await more.getAttribute('aria-disabled'), 'true');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Show more');
  }
  const references = Array.from({ length: entryCount }, (_, index) => `payment ${index + 1}`);
  assert.deepEqual(await readColumn(page, 'Payments', 4), references, 'in the order of their record');
  const notes = await readColumn(page, 'Credit notes', 3);
  assert.deepEqual([notes[0], notes.at(-1)], [`credit ${entryCount}`, 'credit 1'], 'the newest first');
  await visitor.assertAccessible('long lists');
});

test('a change shows itself on all pages that are shown', { skip, timeout: 600_000 }, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager', `/invoices/${invoiceId}`);
  const payments = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Payments', exact: true }) });
  await payments.getByRole('button', { name: 'Show more' }).click();
  await payments.getByText(`200 of ${entryCount} are shown.`).waitFor();
  const row = payments.getByRole('row').filter({ hasText: /payment 150\b/ });
  await row.getByRole('button').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('of another customer');
  await dialog.getByRole('button').last().click();
  await payments.getByText(`200 of ${entryCount + 1} are shown.`).waitFor();
  await row.getByText('reversed').waitFor();
});
