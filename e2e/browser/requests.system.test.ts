import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

interface WithRequest extends TestRefusal {
  readonly request: { readonly id: string; readonly reference: string } | null;
}

async function connect(user: string): Promise<GraphqlClient> {
  return createGraphqlClient(suite.system.gatewayUrl, await suite.system.tokenOf(user));
}

/** Some issued invoice of the system. */
async function findInvoice(client: GraphqlClient): Promise<{ id: string; number: string }> {
  const { data } = await client<{ invoices: { edges: { node: { id: string; number: string } }[] } }>(
    '{ invoices(first: 1, filter: { origin: OWN, kind: INVOICE, status: [ISSUED] }) { edges { node { id number } } } }',
  );
  const invoice = data.invoices?.edges[0]?.node;
  assert.ok(invoice);
  return invoice;
}

const bellOf = (page: Page) => page.getByRole('link', { name: /^Notices(,|$)/ });

/** An instant as the browser's field for one takes it. */
function toLocal(instant: Date): string {
  return new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

test(
  'a billing manager disputes an invoice, is alerted before the deadline, and closes the dispute',
  options,
  async () => {
    const invoice = await findInvoice(await connect('billing-manager'));
    const title = `Wrong price ${randomUUID().slice(0, 8)}`;
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('billing-manager', `/invoices/${invoice.id}`);
    await bellOf(page).waitFor();
    await page.getByRole('button', { name: 'Open a dispute' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Title').fill(title);
    await dialog.getByLabel('Urgency').selectOption('Urgent');
    await dialog.getByLabel('Deadline').fill(toLocal(new Date(Date.now() + 3_600_000)));
    await dialog.getByLabel(/^Amount in dispute/).fill('0');
    await visitor.assertAccessible('the dialog of a dispute');
    await dialog.getByLabel(/^Amount in dispute/).press('Enter');
    await dialog
      .getByText(/above zero/)
      .first()
      .waitFor();
    await dialog.getByLabel(/^Amount in dispute/).fill('0.50');
    await dialog.getByLabel(/^Amount in dispute/).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Disputed', { exact: true }).waitFor();

    // The alert comes by itself, as the deadline is less than 24 hours away.
    await page.getByText(/New notice\. Request due soon: R-\d+/).waitFor();
    await bellOf(page).click();
    const notice = page.getByRole('listitem').filter({ hasText: 'Is to be done by' }).first();
    await notice.getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: new RegExp(title) }).waitFor();

    await page.getByRole('button', { name: 'Comment' }).press('Enter');
    await page.getByRole('dialog').getByLabel('Comment').fill('The customer sent the order.');
    await page.getByRole('dialog').getByRole('button', { name: 'Comment' }).press('Enter');
    await page.getByRole('cell', { name: 'The customer sent the order.' }).waitFor();
    await page.getByRole('button', { name: 'Assign' }).press('Enter');
    const assignee = page.getByRole('dialog').getByLabel('Assigned to');
    await assignee.locator('option').nth(1).waitFor({ state: 'attached' });
    await assignee.selectOption({ index: 1 });
    await page.getByRole('dialog').getByRole('button', { name: 'Assign' }).press('Enter');
    await page.getByText('The request was assigned.').waitFor();
    await page.getByRole('button', { name: 'Mark as done' }).press('Enter');
    await page.getByRole('dialog').getByLabel('Outcome').fill('The price was right.');
    await page.getByRole('dialog').getByRole('button', { name: 'Mark as done' }).press('Enter');
    await page.getByText('The request is done.').waitFor();
    await page.getByRole('button', { name: 'Open again' }).waitFor();
    await visitor.assertAccessible('a dispute that is closed');

    await page.getByRole('link', { name: invoice.number }).first().click();
    await page.getByRole('button', { name: 'Open a dispute' }).waitFor();
    await page.getByRole('link', { name: title }).waitFor();
    assert.equal(await page.getByText('Disputed', { exact: true }).count(), 0);
  },
);

test(
  'whoever opens a request again that others have changed meanwhile sees it, and can do so',
  options,
  async () => {
    const client = await connect('billing-manager');
    const { id: invoiceId } = await findInvoice(client);
    const change = async (name: string, input: object) => {
      const { request, userErrors } = await callMutation<WithRequest>(
        client,
        name,
        input,
        'request { id version }',
      );
      assert.deepEqual(userErrors, []);
      assert.ok(request);
      return request;
    };
    const { id } = await change('createRequest', {
      kind: 'DISPUTE',
      title: 'Wrong price',
      invoiceId,
      idempotencyKey: randomUUID(),
    });
    await change('closeRequest', { id, expectedVersion: 1, outcome: 'First outcome' });
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('billing-manager', `/requests/${id}`);
    await page.getByText('First outcome').first().waitFor();
    await change('reopenRequest', { id, expectedVersion: 2 });
    await change('closeRequest', { id, expectedVersion: 3, outcome: 'Second outcome' });
    await page.getByRole('button', { name: 'Open again' }).press('Enter');
    await page.getByText('Somebody has changed the request meanwhile.').first().waitFor();
    await page.getByText('Second outcome').first().waitFor();
    await page.getByRole('button', { name: 'Open again' }).press('Enter');
    await page.getByText('The request is open again.').waitFor();
    await page.getByRole('button', { name: 'Mark as done' }).waitFor();
  },
);

test('a request about a customer is in the list, the most urgent first', options, async () => {
  const client = await connect('customer-manager');
  const { data } = await client<{ customers: { edges: { node: { id: string } }[] } }>(
    '{ customers(first: 1) { edges { node { id } } } }',
  );
  const customerId = data.customers?.edges[0]?.node.id;
  const search = randomUUID().slice(0, 8);
  for (const [title, urgency] of [
    ['Later', 'LOW'],
    ['First', 'URGENT'],
  ]) {
    const input = {
      kind: 'TASK',
      title: `${title} ${search}`,
      urgency,
      customerId,
      idempotencyKey: randomUUID(),
    };
    const { userErrors } = await callMutation<WithRequest>(client, 'createRequest', input, 'request { id }');
    assert.deepEqual(userErrors, []);
  }
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('customer-manager', `/requests?search=${search}`);
  await page.getByRole('link', { name: `First ${search}` }).waitFor();
  assert.deepEqual(await page.getByRole('link', { name: search }).allInnerTexts(), [
    `First ${search}`,
    `Later ${search}`,
  ]);
  await page.getByRole('combobox', { name: 'Urgency' }).selectOption('LOW');
  await page.getByRole('link', { name: `First ${search}` }).waitFor({ state: 'detached' });
  await page.waitForURL(/urgency=LOW/);
});

test('a contact is recorded, corrected and struck out, and counts among the figures', options, async () => {
  const client = await connect('customer-manager');
  const { data } = await client<{ customers: { edges: { node: { id: string } }[] } }>(
    '{ customers(first: 1) { edges { node { id } } } }',
  );
  const content = `Asked for a copy ${randomUUID().slice(0, 8)}`;
  await using visitor = await open();
  const { page } = visitor;
  const dialog = page.getByRole('dialog');
  await visitor.signIn('customer-manager', `/customers/${data.customers?.edges[0]?.node.id}`);
  await page.getByRole('button', { name: 'Record a contact' }).press('Enter');
  await dialog.getByLabel('Minutes').fill('12');
  await dialog.getByLabel('With whom').fill('Zoë Martin');
  await dialog.getByLabel('Content').fill(content);
  await visitor.assertAccessible('the dialog of a contact');
  await dialog.getByRole('button', { name: 'Record a contact' }).press('Enter');
  const row = page.getByRole('row').filter({ hasText: content });
  await row.getByRole('button', { name: 'Correct' }).click();
  await dialog.getByLabel('Minutes').fill('15');
  await dialog.getByLabel('Minutes').press('Enter');
  await row.getByRole('cell', { name: '15', exact: true }).waitFor();
  await page.goto(new URL(`/contacts?search=${encodeURIComponent(content)}`, page.url()).href);
  await row.waitFor();
  await visitor.assertAccessible('the journal of contacts');
  await page.getByRole('link', { name: 'Figures' }).click();
  await page.getByRole('table', { name: 'Minutes of contacts' }).waitFor();
  await visitor.assertAccessible('the figures');
  await page.goBack();
  await row.getByRole('button', { name: 'Strike out' }).click();
  await dialog.getByLabel('Reason').fill('Another customer.');
  await dialog.getByRole('button', { name: 'Strike out' }).click();
  await row.getByText('Struck out').waitFor();
});

test('the journal and the figures fit a narrow page, in French and dark', options, async () => {
  await using visitor = await open({ language: 'fr', theme: 'dark', width: 320 });
  const { page } = visitor;
  for (const [path, title] of [
    ['/contacts', 'Contacts'],
    ['/figures?group=DAY', 'Chiffres'],
  ] as const) {
    if (path === '/contacts') await visitor.signIn('customer-manager', path);
    else await page.goto(new URL(path, page.url()).href);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await visitor.assertAccessible(title);
    await visitor.assertNoOverflow(title);
  }
});

for (const language of ['en', 'fr'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`no page of requests breaks a rule of accessibility: ${language}, ${theme}`, options, async () => {
      const client = await connect('billing-manager');
      const { id: invoiceId } = await findInvoice(client);
      const input = { kind: 'DISPUTE', title: 'Wrong address', invoiceId, idempotencyKey: randomUUID() };
      const answer = await callMutation<WithRequest>(
        client,
        'createRequest',
        input,
        'request { id reference }',
      );
      const { id, reference = '' } = answer.request ?? {};
      await using visitor = await open({ language, theme, width: theme === 'dark' ? 320 : 1280 });
      const { page } = visitor;
      await visitor.signIn('billing-manager', '/requests');
      await page.getByRole('link', { name: 'Wrong address' }).first().waitFor();
      await visitor.assertAccessible('the list of requests');
      await visitor.assertNoOverflow('the list of requests');
      await page.goto(new URL(`/requests/${id}`, page.url()).href);
      await page.getByRole('heading', { level: 1, name: new RegExp(reference) }).waitFor();
      await visitor.assertAccessible('a request');
      await visitor.assertNoOverflow('a request');
    });
  }
}
