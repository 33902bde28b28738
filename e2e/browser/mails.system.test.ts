import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { createGraphqlClient } from '#platform/testing/graphql-client.ts';
import { addDays } from '#schema/calendar/day.ts';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

/** Adds a customer with an address and a draft for them that is due in two weeks, and gives the draft's id. */
async function draftFor(email: string, language: 'EN' | 'FR'): Promise<string> {
  const { system } = suite;
  const admin = createGraphqlClient(system.gatewayUrl, await system.tokenOf('admin'));
  const call = async (name: string, type: string, selection: string, input: object): Promise<string> => {
    const { data, errors } = await admin<Record<string, Record<string, { id: string } | null>>>(
      `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} { id } userErrors { message } } }`,
      { input },
    );
    const id = data[name]?.[selection]?.id;
    assert.ok(id, JSON.stringify({ data, errors }));
    return id;
  };
  const customerId = await call('createCustomer', 'CreateCustomerInput', 'customer', {
    displayName: 'Boulangerie Martin',
    contactName: 'Claire Martin',
    email,
    language,
    taxNumber: 'FR40303265045',
    address: { line1: '12 rue des Lilas', postalCode: '69003', city: 'Lyon', countryCode: 'FR' },
  });
  return call('createInvoice', 'CreateInvoiceInput', 'invoice', {
    customerId,
    currency: 'EUR',
    dueDate: addDays(new Date().toISOString().slice(0, 10), 14),
    lines: [{ description: 'Bread', quantity: '2', unitPrice: '10.00', taxRate: '5.5' }],
    idempotencyKey: randomUUID(),
  });
}

/** The messages that were written for an address, in no order. */
async function messagesTo(address: string): Promise<string[]> {
  const folder = join(suite.system.environment['DATA_DIR'] ?? '', 'mail');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml'));
  const messages = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return messages.filter((message) => message.includes(`\r\nTo: ${address}\r\n`));
}

const mailsOf = (page: Page) => page.getByRole('table', { name: 'Mails' });

test(
  'an issued invoice is sent to its customer, and a person sees it, sends it again and pauses reminders',
  options,
  async () => {
    const email = `claire-${randomUUID()}@martin.example`;
    const id = await draftFor(email, 'FR');
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('billing-manager', `/invoices/${id}`);
    await page.getByRole('button', { name: 'Issue', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Issue' }).click();
    const row = mailsOf(page).getByRole('row').nth(1);
    await row.getByText('Sent', { exact: true }).waitFor();
    await row.getByText('c***@martin.example').waitFor();
    await row.getByText('French').waitFor();
    const [message, ...more] = await messagesTo(email);
    assert.ok(message !== undefined && more.length === 0);
    assert.match(message, /\r\nSubject: Facture /);
    assert.match(message, /Content-Type: application\/pdf/);

    await page.getByRole('button', { name: 'Send by mail' }).click();
    const dialog = page.getByRole('dialog');
    await visitor.assertAccessible('the dialog of sending');
    await dialog.getByLabel('To another address').fill('nobody');
    await dialog.getByLabel('A text to add').fill('As agreed.');
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await dialog
      .getByRole('alert')
      .getByText(/Must be an e-mail address/)
      .waitFor();
    const other = `other-${randomUUID()}@martin.example`;
    await dialog.getByLabel('To another address').fill(other);
    await dialog.getByLabel('Language').selectOption({ label: 'English' });
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await row.getByText('o***@martin.example').waitFor();
    await row.getByText('Sent', { exact: true }).waitFor();
    assert.match((await messagesTo(other)).join(), /As agreed\./);

    await row.getByRole('button', { name: 'Send again' }).click();
    await mailsOf(page).getByRole('row').nth(3).waitFor();
    await row.getByText('Sent', { exact: true }).waitFor();
    assert.equal((await messagesTo(other)).length, 2);

    await page.getByText(/11 days|3 days before the due date/).waitFor();
    await page.getByRole('button', { name: 'Pause reminders' }).click();
    await dialog.getByRole('button', { name: 'Pause reminders' }).click();
    await dialog.getByLabel('Reason').fill('Promised for Friday');
    await dialog.getByRole('button', { name: 'Pause reminders' }).click();
    await page.getByText('Promised for Friday').first().waitFor();
    await visitor.assertAccessible('an invoice with mails');
    await page.getByRole('button', { name: 'Resume reminders' }).click();
    await page.getByRole('button', { name: 'Pause reminders' }).waitFor();
    const history = page.getByRole('table', { name: 'History' });
    await page.reload();
    await history.getByText('Mail sent').first().waitFor();
    await history.getByText('Reminders paused').waitFor();
  },
);

for (const [language, theme, width] of [
  ['en', 'light', 1_280],
  ['fr', 'dark', 320],
] as const) {
  test(`the list of mails is filtered by its address, and breaks no rule: ${language}`, options, async () => {
    await using visitor = await open({ language, theme, width });
    const { page } = visitor;
    await visitor.signIn('billing-manager', '/mails?state=SENT&kind=INVOICE');
    await page.getByRole('table').getByRole('link').first().waitFor();
    if (width > 1_000) {
      // A row of filters has one line of labels and one of fields.
      const looks =
        (await page.evaluate(`[...document.querySelectorAll('search input, search select')].map((field) => {
        const label = field.labels[0].firstElementChild ?? field.labels[0];
        return [field.getBoundingClientRect().top, getComputedStyle(label).fontSize].join(' px, ');
      })`)) as readonly string[];
      assert.equal(looks.length, 5);
      assert.equal(new Set(looks).size, 1, looks.join(' '));
    }
    await visitor.assertAccessible('the mails');
    await visitor.assertNoOverflow('the mails');
    await visitor.go('/mails?state=UNCERTAIN&to=2020-01-01');
    await page.getByText(/^(No mails|Aucun message)$/).waitFor();
    await visitor.assertAccessible('no mails');
  });
}
