import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { openContextDatabase } from '../role-matrix/open-context-database.ts';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

interface WithCustomer extends TestRefusal {
  readonly customer: { readonly id: string } | null;
}

async function connect(user: string): Promise<GraphqlClient> {
  return createGraphqlClient(suite.system.gatewayUrl, await suite.system.tokenOf(user));
}

/** Adds a customer, and waits until the trail has it. */
async function addCustomer(): Promise<string> {
  const manager = await connect('customer-manager');
  const input = { displayName: `Audited ${randomUUID()}` };
  const { customer } = await callMutation<WithCustomer>(manager, 'createCustomer', input, 'customer { id }');
  const id = customer?.id ?? '';
  const auditor = await connect('auditor');
  await waitFor('the entry of the customer', async () => {
    const { data } = await auditor<{ auditEntries: { totalCount: number } }>(
      'query ($id: ID!) { auditEntries(filter: { objectId: $id }) { totalCount } }',
      { id },
    );
    return data.auditEntries.totalCount === 1;
  });
  return id;
}

async function changeCustomer(name: 'archiveCustomer' | 'restoreCustomer', input: object): Promise<void> {
  const { userErrors } = await callMutation(
    await connect('customer-manager'),
    name,
    input,
    'customer { id }',
  );
  assert.deepEqual(userErrors, []);
}

const tableOf = (page: Page) => page.getByRole('table', { name: 'Audit' });
const rowsOf = (page: Page) => tableOf(page).locator('tbody').getByRole('row');

test('auditors and administrators see the door to the audit, and nobody else does', options, async () => {
  await addCustomer();
  for (const [user, isOpen] of [
    ['auditor', true],
    ['admin', true],
    ['billing-manager', false],
  ] as const) {
    await using visitor = await open();
    await visitor.signIn(user, '/audit');
    const names = await visitor.page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link')
      .allTextContents();
    assert.equal(names.includes('Audit'), isOpen, user);
    if (isOpen) await rowsOf(visitor.page).first().waitFor();
    else await visitor.page.getByText(/people with the role AUDITOR/).waitFor();
  }
});

test('an entry is found by each filter, and shown with all its members by keyboard', options, async () => {
  const id = await addCustomer();
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('auditor', '/audit');
  await rowsOf(page).first().waitFor();
  await page.getByRole('combobox', { name: 'Action' }).selectOption('Customer created');
  await page.getByRole('combobox', { name: 'Level' }).selectOption('Info');
  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('Done');
  await page.getByText('More filters').click();
  await page.getByLabel('Id of the object').fill(id);
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Type of object' }).selectOption('Customer');
  await page.getByRole('combobox', { name: 'Written by' }).selectOption('customer');
  await page.waitForURL(/source=customer/);
  await page.getByText('1 entry', { exact: true }).waitFor();
  const row = rowsOf(page).filter({ hasText: id });
  const actor = (await row.getByRole('cell').nth(1).textContent()) ?? '';
  await page.getByRole('combobox', { name: 'Actor' }).fill(actor.slice(0, 4));
  await page.getByRole('option', { name: actor }).click();
  await page.waitForURL(/actor=/);
  const today = new Date().toISOString().slice(0, 10);
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  // Days of the seller, whose clocks are those of UTC here; the test may pass midnight.
  await visitor.go(
    `/audit${new URL(page.url()).search}&from=${yesterday}&to=${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}`,
  );
  await page.getByText('1 entry', { exact: true }).waitFor();

  await row.getByRole('link').first().focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Entry of the audit' });
  await dialog.getByText('CUSTOMER_CREATED').waitFor();
  await dialog.getByText('Customer created').waitFor();
  await dialog.getByText('(UTC)').waitFor();
  await dialog.getByText(/^[0-9a-f]{64}$/).waitFor();
  await page.reload();
  await dialog.getByText('CUSTOMER_CREATED').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.doesNotMatch(page.url(), /entry=/);

  await rowsOf(page).getByRole('link').first().click();
  await dialog.getByRole('link', { name: 'Entries about the same object' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('1 entry', { exact: true }).waitFor();
  await visitor.go(`/audit?objectId=${id}&to=2020-02-30&from=${today}&outcome=REFUSED`);
  await page.getByText(/^No entry matches Outcome: Refused, Id of the object: .*, First day: /).waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await rowsOf(page).nth(1).waitFor();
  assert.equal(new URL(page.url()).search, '');
  await visitor.go(`/audit?from=${today}&to=${yesterday}`);
  await page.getByRole('alert').waitFor();
});

test('new entries are counted as they come, and shown when asked for', options, async () => {
  const id = await addCustomer();
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('admin', `/audit?objectId=${id}`);
  await page.getByText('1 entry', { exact: true }).waitFor();
  await changeCustomer('archiveCustomer', { id, expectedVersion: 1 });
  await page.getByRole('button', { name: 'Show 1 new entry' }).waitFor();
  await changeCustomer('restoreCustomer', { id, expectedVersion: 2 });
  assert.equal(await rowsOf(page).count(), 1);
  await page.getByRole('button', { name: 'Show 2 new entries' }).click();
  await page.getByText('3 entries', { exact: true }).waitFor();
  await page.getByRole('button', { name: /^Show/ }).waitFor({ state: 'detached' });
  assert.equal(await rowsOf(page).count(), 3);
  await rowsOf(page).first().getByText('Customer restored').waitFor();
});

test('the entries in view are fetched as CSV and as JSON lines', options, async () => {
  const id = await addCustomer();
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('auditor', `/audit?objectId=${id}`);
  const fetchFile = async (form: string) => {
    await page.getByRole('button', { name: 'Export 1 entry' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: form, exact: true }).click(),
    ]);
    return (await readFile(await download.path(), 'utf8')).trimEnd().split(/\r?\n/);
  };
  const [head, ...rows] = await fetchFile('CSV');
  assert.match(head ?? '', /number,id,at,level,actorId/);
  assert.equal(rows.length, 1);
  assert.match(rows[0] ?? '', new RegExp(`CUSTOMER_CREATED,Customer,${id},DONE`));
  const lines = (await fetchFile('JSON lines')).map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(
    lines.map(({ action, objectId }) => ({ action, objectId })),
    [{ action: 'CUSTOMER_CREATED', objectId: id }],
  );
  assert.equal(new URL(page.url()).pathname, '/audit');
});

/** Changes a byte of an entry as the owner of the trail, who has switched the triggers off; called again, it puts it back. */
async function flipByte(id: string): Promise<void> {
  const owner = await openContextDatabase(suite.system, 'audit_trail');
  try {
    await owner.sql.begin(async (tx) => {
      await tx`alter table audit_trail.entries disable trigger user`;
      await tx`update audit_trail.entries set salt = set_byte(salt, 0, get_byte(salt, 0) # 1) where object_id = ${id}`;
      await tx`alter table audit_trail.entries enable trigger user`;
    });
  } finally {
    await owner.close();
  }
}

/** Lets the daily pass over the whole trail begin. */
async function makePassDue(): Promise<void> {
  const keeper = await openContextDatabase(suite.system, 'audit');
  try {
    await keeper.sql`update audit.trail_verification set pass_started_at = pass_started_at - interval '2 days'`;
  } finally {
    await keeper.close();
  }
}

test('the page says that the trail was verified, and which entry of it was changed', options, async () => {
  const id = await addCustomer();
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('auditor', `/audit?objectId=${id}`);
  const readAgain = (text: RegExp) =>
    waitFor(
      String(text),
      async () => {
        await page.reload();
        await page.getByText('1 entry', { exact: true }).waitFor();
        return (await page.getByText(text).count()) === 1;
      },
      120_000,
    );
  await readAgain(/^The chain was verified on .*: all entries up to number [\d,]+ hold\.$/);
  await flipByte(id);
  try {
    await makePassDue();
    await readAgain(/^Entry number [\d,]+ does not hold, which was found on /);
    await page.getByRole('alert').getByText('The audit trail was changed').waitFor();
    await visitor.assertAccessible('a broken trail');
    await visitor.assertNoOverflow('a broken trail');
  } finally {
    await flipByte(id);
  }
  await readAgain(/^The chain was verified on /);
});

for (const language of ['en', 'fr'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`the audit breaks no rule of accessibility: ${language}, ${theme}`, options, async () => {
      const id = await addCustomer();
      await using visitor = await open({ language, theme, width: theme === 'dark' ? 320 : 1280 });
      const { page } = visitor;
      await visitor.signIn('auditor', '/audit');
      await page.locator('tbody').getByRole('row').first().waitFor();
      await visitor.assertAccessible('the list');
      await visitor.assertNoOverflow('the list');
      await visitor.go(`/audit?objectId=${id}`);
      await page.getByText(id).first().waitFor();
      await visitor.assertAccessible('all filters');
      await visitor.assertNoOverflow('all filters');
      await page.getByRole('button', { name: /^Export/ }).click();
      await page.getByRole('menuitem').first().waitFor();
      await visitor.assertAccessible('the forms of a file');
      await page.keyboard.press('Escape');
      await page.locator('tbody').getByRole('link').first().click();
      await page.getByRole('dialog').getByText('CUSTOMER_CREATED').waitFor();
      await visitor.assertAccessible('an entry');
      await visitor.assertNoOverflow('an entry');
      await visitor.go('/audit?objectId=nothing-has-this-id');
      await page
        .getByText(/nothing-has-this-id/)
        .first()
        .waitFor();
      await visitor.assertAccessible('no match');
    });
  }
}
