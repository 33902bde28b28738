import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';
import { pressOn, tabTo, typeInto } from './keyboard.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

interface Created extends TestRefusal {
  readonly customer?: { readonly id: string };
  readonly request?: { readonly id: string; readonly author: { readonly id: string } };
  readonly contact?: { readonly id: string; readonly person: { readonly id: string } };
}

async function connect(user: string): Promise<GraphqlClient> {
  return createGraphqlClient(suite.system.gatewayUrl, await suite.system.tokenOf(user));
}

async function create(
  client: GraphqlClient,
  name: string,
  input: object,
  selection: string,
): Promise<Created> {
  const answer = await callMutation<Created>(client, name, input, selection);
  assert.deepEqual(answer.userErrors, []);
  return answer;
}

async function addCustomer(client: GraphqlClient, displayName: string): Promise<string> {
  const address = { line1: '12 rue des Lilas', postalCode: '69003', city: 'Lyon', countryCode: 'FR' };
  const { customer } = await create(client, 'createCustomer', { displayName, address }, 'customer { id }');
  assert.ok(customer);
  return customer.id;
}

/** Two people, each of whom has opened a request and noted a contact with a customer of their own. */
async function writeBoth(word: string) {
  const of = async (user: string, name: string, occurredAt: string) => {
    const client = await connect(user);
    const customerId = await addCustomer(client, `${name} ${word}`);
    const title = `${name}'s ${word}`;
    const asked = { kind: 'TASK', title, customerId, idempotencyKey: randomUUID() };
    const { request } = await create(client, 'createRequest', asked, 'request { id author { id } }');
    const input = {
      kind: 'CALL',
      customerId,
      occurredAt,
      minutes: 5,
      summary: title,
      idempotencyKey: randomUUID(),
    };
    const { contact } = await create(client, 'recordContact', input, 'contact { id person { id } }');
    assert.equal(contact?.person.id, request?.author.id);
    return { customerId, title, personId: contact?.person.id ?? '' };
  };
  return {
    ours: await of('customer-manager', 'Ours', new Date(Date.now() - 40 * 86_400_000).toISOString()),
    theirs: await of('admin', 'Theirs', new Date(Date.now() - 2 * 86_400_000).toISOString()),
  };
}

const tableOf = (page: Page) => page.getByRole('table');

/** Chooses an option of a field by the keyboard alone: letters go to the option that begins with them. */
async function chooseByKeys(page: Page, field: string, value: string): Promise<void> {
  const select = page.getByRole('combobox', { name: field, exact: true });
  const option = select.locator(`option[value="${value}"]`);
  await option.waitFor({ state: 'attached' });
  await tabTo(page, select);
  await page.keyboard.type((await option.textContent()) ?? '');
  await page.keyboard.press('Tab');
  assert.equal(await select.inputValue(), value);
}

/** Waits until a list shows one of two things and not the other. */
async function seeAlone(page: Page, { shown, hidden }: { shown: string; hidden: string }): Promise<void> {
  await tableOf(page).getByText(hidden).first().waitFor({ state: 'detached' });
  await tableOf(page).getByText(shown).first().waitFor();
}

test(
  'requests are filtered by author and customer, by the keyboard alone, and the filters are the address',
  options,
  async () => {
    const word = randomUUID().slice(0, 8);
    const { ours, theirs } = await writeBoth(word);
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('customer-manager', `/requests?search=${word}`);
    await tableOf(page).getByText(ours.title).waitFor();
    await tableOf(page).getByText(theirs.title).waitFor();
    await chooseByKeys(page, 'Opened by', theirs.personId);
    await page.waitForURL(new RegExp(`author=${theirs.personId}`));
    await seeAlone(page, { shown: theirs.title, hidden: ours.title });
    await pressOn(page, page.getByRole('button', { name: 'Clear filters' }));
    await page.waitForURL(/\/requests$/);

    await page.goto(new URL(`/requests?search=${word}`, page.url()).href);
    await tableOf(page).getByText(theirs.title).waitFor();
    const customer = page.getByRole('combobox', { name: 'Customer', exact: true });
    await typeInto(page, customer, `Ours ${word}`);
    await page.getByRole('option', { name: `Ours ${word}` }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`customer=${ours.customerId}`));
    await seeAlone(page, { shown: ours.title, hidden: theirs.title });
    await page.reload();
    await seeAlone(page, { shown: ours.title, hidden: theirs.title });
    await waitFor('the name of the customer', async () => (await customer.inputValue()) === `Ours ${word}`);
    await visitor.assertAccessible('requests of a customer');
  },
);

test(
  'contacts are filtered by person and days, by the keyboard alone, and the filters are the address',
  options,
  async () => {
    const word = randomUUID().slice(0, 8);
    const { ours, theirs } = await writeBoth(word);
    const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('customer-manager', `/contacts?search=${word}`);
    await tableOf(page).getByText(ours.title).waitFor();
    await tableOf(page).getByText(theirs.title).waitFor();
    await chooseByKeys(page, 'Who of us', theirs.personId);
    await page.waitForURL(new RegExp(`person=${theirs.personId}`));
    await seeAlone(page, { shown: theirs.title, hidden: ours.title });

    await page.goto(new URL(`/contacts?search=${word}`, page.url()).href);
    await tableOf(page).getByText(theirs.title).waitFor();
    const to = page.getByLabel('To', { exact: true });
    await to.fill(dayBefore(20));
    await to.press('Enter');
    await page.waitForURL(new RegExp(`to=${dayBefore(20)}`));
    await seeAlone(page, { shown: ours.title, hidden: theirs.title });
    const from = page.getByLabel('From', { exact: true });
    await from.fill(dayBefore(30));
    await from.press('Enter');
    await page.waitForURL(new RegExp(`from=${dayBefore(30)}`));
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await visitor.assertAccessible('no contacts on some days');

    // Days in the wrong order have nothing between them, and are no fault.
    await page.goto(
      new URL(`/contacts?search=${word}&from=${dayBefore(1)}&to=${dayBefore(60)}`, page.url()).href,
    );
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await page.goto(
      new URL(`/contacts?search=${word}&from=${dayBefore(60)}&to=${dayBefore(1)}`, page.url()).href,
    );
    await tableOf(page).getByText(ours.title).waitFor();
    await tableOf(page).getByText(theirs.title).waitFor();
  },
);

for (const [language, theme, width] of [
  ['en', 'light', 1_280],
  ['fr', 'dark', 320],
] as const) {
  test(
    `the filters of requests and contacts break no rule and fit the page: ${language}, ${theme}`,
    options,
    async () => {
      const word = randomUUID().slice(0, 8);
      const { ours } = await writeBoth(word);
      await using visitor = await open({ language, theme, width });
      const { page } = visitor;
      await visitor.signIn(
        'customer-manager',
        `/requests?search=${word}&author=${ours.personId}&customer=${ours.customerId}`,
      );
      await tableOf(page).getByText(ours.title).waitFor();
      await visitor.assertAccessible('the filtered requests');
      await visitor.assertNoOverflow('the filtered requests');
      await page.getByRole('combobox', { name: /^(Customer|Client)$/ }).press('ArrowDown');
      await page.getByRole('listbox').getByRole('option').first().waitFor();
      await visitor.assertAccessible('a list of customers to choose from');
      await visitor.assertNoOverflow('a list of customers to choose from');
      await visitor.go(`/contacts?search=${word}&person=${ours.personId}&from=2026-01-01`);
      await tableOf(page).getByText(ours.title).waitFor();
      await visitor.assertAccessible('the filtered contacts');
      await visitor.assertNoOverflow('the filtered contacts');
    },
  );
}
