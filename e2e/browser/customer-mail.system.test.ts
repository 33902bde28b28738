import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { readPdf } from '#documents/pdf/testing/read-pdf.ts';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { type ReadMail, readMail } from '../../subgraphs/billing/testing/read-mail.ts';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

interface Payload extends TestRefusal {
  readonly customer?: { readonly id: string } | null;
  readonly invoice?: { readonly id: string } | null;
}

async function connect(user: string): Promise<GraphqlClient> {
  return createGraphqlClient(suite.system.gatewayUrl, await suite.system.tokenOf(user));
}

/** Makes a draft for a new customer with an address, who reads French. */
async function createDraft(email: string): Promise<string> {
  const address = { line1: '7 rue des Tanneurs', postalCode: '59000', city: 'Lille', countryCode: 'FR' };
  const { customer } = await callMutation<Payload>(
    await connect('customer-manager'),
    'createCustomer',
    { displayName: 'Brasserie du Canal', email, address, language: 'FR', idempotencyKey: randomUUID() },
    'customer { id }',
  );
  const line = { description: 'Pose', quantity: '2', unit: 'day', unitPrice: '350.00', taxRate: '20' };
  const { invoice, userErrors } = await callMutation<Payload>(
    await connect('billing-manager'),
    'createInvoice',
    { customerId: customer?.id, currency: 'EUR', lines: [line], idempotencyKey: randomUUID() },
    'invoice { id }',
  );
  assert.deepEqual(userErrors, []);
  return invoice?.id ?? '';
}

/** Waits until a mail to an address is in the folder of mails. */
function findMail(to: string): Promise<ReadMail> {
  const folder = join(suite.system.environment['DATA_DIR'] ?? '', 'mail');
  return waitFor(
    'the mail to the customer',
    async () => {
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
      const mails = await Promise.all(
        names.map(async (name) => readMail(await readFile(join(folder, name)))),
      );
      return mails.find(({ headers }) => headers.get('to')?.includes(to));
    },
    60_000,
  );
}

/** Issues the draft that is shown, and gives its number. */
async function issueShown(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Issue', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Issue' }).click();
  const said = await page.getByText(/^Issued as \d{4}-\d+\.$/).textContent();
  return said?.replace(/^Issued as |\.$/g, '') ?? '';
}

/** An instant as the browser's field for one takes it. */
function toLocal(instant: Date): string {
  return new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

test(
  'a customer opens the link of a mail and downloads the PDF; the manager sees it; a dispute is opened, alerted and closed',
  options,
  async () => {
    const email = `canal-${randomUUID().slice(0, 8)}@brasserie.example`;
    const invoiceId = await createDraft(email);
    await using manager = await open();
    await manager.signIn('billing-manager', `/invoices/${invoiceId}`);
    const number = await issueShown(manager.page);

    const mail = await findMail(email);
    assert.ok(mail.headers.get('subject')?.includes(number), mail.headers.get('subject'));
    const [attached] = mail.attachments;
    assert.equal(attached?.filename, `${number}.pdf`);
    const [link] = mail.text.match(/https?:\/\/\S+\/portal\/[\w-]{64}/) ?? [];
    assert.ok(link, mail.text);
    assert.ok(mail.html.includes(link));

    await using customer = await open({ language: 'fr' });
    const { page } = customer;
    await page.goto(link);
    await page.getByRole('heading', { level: 1, name: `Facture ${number}` }).waitFor();
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: /PDF/ }).first().click();
    const bytes = await readFile(await (await downloading).path());
    assert.ok(readPdf(bytes).pages.join().includes(number));
    assert.ok(bytes.equals(attached.content), 'the file of the portal is the one of the mail');

    await manager.page.reload();
    const history = manager.page.getByRole('table', { name: 'History' });
    await history.getByText('Read by the customer').waitFor();
    await history.getByText('Downloaded by the customer').waitFor();

    const links = manager.page.getByRole('table', { name: 'Links for the customer' });
    await links.getByRole('cell', { name: /^Invoice, \d/ }).waitFor();

    const title = `Une journée de trop ${randomUUID().slice(0, 8)}`;
    await manager.page.getByRole('button', { name: 'Open a dispute' }).click();
    const dialog = manager.page.getByRole('dialog');
    await dialog.getByLabel('Title').fill(title);
    await dialog.getByLabel('Deadline').fill(toLocal(new Date(Date.now() + 3_600_000)));
    await dialog.getByLabel(/^Amount in dispute/).fill('420.00');
    await dialog.getByLabel(/^Amount in dispute/).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await manager.page.getByText('Disputed', { exact: true }).waitFor();
    await manager.page.getByText(/New notice\. Request due soon: R-\d+/).waitFor();
    await manager.page.getByRole('link', { name: title }).click();
    await manager.page.getByRole('button', { name: 'Mark as done' }).click();
    await manager.page.getByRole('dialog').getByLabel('Outcome').fill('La commande le dit.');
    await manager.page.getByRole('dialog').getByRole('button', { name: 'Mark as done' }).click();
    await manager.page.getByText('The request is done.').waitFor();
    await manager.page.getByRole('link', { name: number }).first().click();
    await manager.page.getByRole('button', { name: 'Open a dispute' }).waitFor();
    assert.equal(await manager.page.getByText('Disputed', { exact: true }).count(), 0);
  },
);
