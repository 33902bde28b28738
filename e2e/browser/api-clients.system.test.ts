import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import { createGraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';
import { pressOn, tabTo, typeInto } from './keyboard.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

const createClientId = () => `api-page-${randomBytes(6).toString('hex')}`;
const rowOf = (page: Page, clientId: string) => page.getByRole('row').filter({ hasText: clientId });
const dialogOf = (page: Page, title: string | RegExp) => page.getByRole('dialog', { name: title });

/** The status of a query with a key, at the gateway. */
async function askWith(key: string): Promise<number> {
  const { status } = await createGraphqlClient(suite.system.gatewayUrl, key)('{ __typename }');
  return status;
}

interface WithClient extends TestRefusal {
  readonly apiClient: { readonly id: string } | null;
}

/** Adds an API client by the API, disabled or not. */
async function addClient(isEnabled = true): Promise<string> {
  const admin = createGraphqlClient(suite.system.gatewayUrl, await suite.system.tokenOf('admin'));
  const clientId = createClientId();
  const input = {
    clientId,
    name: `Shop of ${clientId}`,
    roles: ['BILLING_MANAGER'],
    scopes: ['invoices:read'],
  };
  const { apiClient, userErrors } = await callMutation<WithClient>(
    admin,
    'createApiClient',
    input,
    'apiClient { id }',
  );
  assert.deepEqual(userErrors, []);
  if (!isEnabled)
    await callMutation(
      admin,
      'setApiClientEnabled',
      { id: apiClient?.id, isEnabled },
      'apiClient { isEnabled }',
    );
  return clientId;
}

/** All that the browser keeps of the page beyond the document: storage, caches, databases, cookies and the address. */
async function readKept(page: Page): Promise<string> {
  const inPage = await page.evaluate(`(async () => JSON.stringify({
    members: { ...localStorage, ...sessionStorage, state: history.state },
    caches: await caches.keys(),
    databases: await indexedDB.databases(),
    cookie: document.cookie,
    address: location.href,
  }))()`);
  return inPage + JSON.stringify(await page.context().storageState({ indexedDB: true }));
}

test(
  'administrators find the API clients in the navigation; others do not, and are told who may enter',
  options,
  async () => {
    await using admin = await open();
    await admin.signIn('admin', '/account');
    const links = admin.page.getByRole('navigation', { name: 'Main' }).getByRole('link');
    const names = await links.allTextContents();
    assert.equal(names[names.indexOf('People') + 1], 'API clients');
    await links.filter({ hasText: 'API clients' }).click();
    await admin.page.getByRole('heading', { name: 'API clients', level: 1 }).waitFor();

    await using manager = await open();
    await manager.signIn('billing-manager', '/api-clients');
    await manager.page.getByText(/people with the role ADMIN/).waitFor();
    const others = manager.page.getByRole('navigation', { name: 'Main' }).getByRole('link');
    assert.ok(!(await others.allTextContents()).includes('API clients'));
  },
);

test(
  'an API client is made by keyboard alone; its key is shown once, kept nowhere, and works',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    const clientId = createClientId();
    await visitor.signIn('admin', '/people');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'API clients' }).click();
    await pressOn(page, page.getByRole('button', { name: 'New API client' }));
    const form = dialogOf(page, 'New API client');
    await pressOn(page, form.getByRole('button', { name: 'Make the API client' }));
    await form.getByRole('alert').getByText('2 things are to be corrected').waitFor();
    await typeInto(page, form.getByLabel('Client id'), 'Shop');
    await typeInto(page, form.getByLabel('Name'), 'Web shop');
    await tabTo(page, form.getByLabel('Billing manager'));
    await page.keyboard.press('Space');
    await tabTo(page, form.getByLabel('invoices:read'));
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await form.getByRole('alert').getByText('Client id: Must be api- and 1 to 40').waitFor();
    await form.getByLabel('Client id').fill(clientId);
    await form.getByLabel('Plan').selectOption('Standard');
    await pressOn(page, form.getByRole('button', { name: 'Make the API client' }));

    const shown = dialogOf(page, `Key of ${clientId}`);
    const key = await shown.getByLabel('Key', { exact: true }).inputValue();
    const secret = await shown.getByLabel('Client secret', { exact: true }).inputValue();
    assert.match(key, new RegExp(`^fct_${clientId}_`));
    assert.ok(secret.length > 20 && key.includes(secret));
    await visitor.assertAccessible('the key of an API client');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await pressOn(page, shown.getByRole('button', { name: 'Copy: Client secret' }));
    await shown.getByText('Copied.').waitFor();
    assert.equal(await page.evaluate('navigator.clipboard.readText()'), secret);

    // Neither Escape, pressed as often as one likes, nor Back takes the key away without a question.
    const question = dialogOf(page, 'Close for good?');
    for (let times = 0; times < 4; times += 1) {
      await page.keyboard.press('Escape');
      await question.waitFor();
      await page.keyboard.press('Escape');
      await question.waitFor({ state: 'detached' });
    }
    await page.goBack();
    await question.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(await shown.getByLabel('Key', { exact: true }).inputValue(), key);
    await pressOn(page, shown.getByRole('button', { name: 'Close' }));
    await visitor.assertAccessible('the question before the key is gone');
    await pressOn(page, question.getByRole('button', { name: 'Close' }));
    await shown.waitFor({ state: 'detached' });

    const row = rowOf(page, clientId);
    for (const text of ['Web shop', 'May call', 'Billing manager', 'invoices:read', 'Standard'])
      await row.getByText(text, { exact: true }).waitFor();
    assert.ok(!(await page.content()).includes(secret));
    assert.ok(!(await readKept(page)).includes(secret));
    assert.equal(await askWith(key), 200);

    await page.getByRole('button', { name: 'New API client' }).click();
    await form.getByLabel('Client id').fill(clientId);
    await form.getByLabel('Name').fill('Twice');
    await form.getByRole('button', { name: 'Make the API client' }).click();
    await form.getByRole('alert').getByText('Client id: Another client has this id.').waitFor();
  },
);

test(
  'the list is filtered by text, state, role and scope, and the address keeps the filters',
  options,
  async () => {
    const [enabled, disabled] = [await addClient(), await addClient(false)];
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('admin', '/api-clients?search=api-page-');
    await rowOf(page, enabled).getByText('May call').waitFor();
    await rowOf(page, disabled).getByText('Disabled').waitFor();
    await page.getByRole('combobox', { name: 'Status' }).selectOption('Disabled');
    await rowOf(page, enabled).waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: 'Role' }).selectOption('Billing manager');
    await page.getByRole('combobox', { name: 'Scope' }).selectOption('invoices:read');
    await page.getByRole('searchbox').fill(disabled.toUpperCase());
    await page.waitForURL(({ searchParams }) => searchParams.get('search') === disabled.toUpperCase());
    await page.getByText(/^1 of \d+ API clients$/).waitFor();
    assert.deepEqual(Object.fromEntries(new URL(page.url()).searchParams), {
      search: disabled.toUpperCase(),
      status: 'DISABLED',
      role: 'BILLING_MANAGER',
      scope: 'invoices:read',
    });
    await page.reload();
    await rowOf(page, disabled).waitFor();
    await page.getByRole('combobox', { name: 'Scope' }).selectOption('invoices:write');
    await page.getByText(/^No entry matches .*Status: Disabled, Role: Billing manager, Scope/).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await rowOf(page, enabled).waitFor();
  },
);

test(
  'an API client gets other settings and another key, is disabled and enabled, and is revoked by its name',
  options,
  async () => {
    const clientId = await addClient();
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('admin', `/api-clients?search=${clientId}`);
    await page.getByRole('link', { name: clientId }).click();
    await page.getByRole('heading', { name: clientId, level: 1 }).waitFor();

    await page.getByLabel('Name').fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('Name: Fill this in.').waitFor();
    await page.getByLabel('Name').fill('Another name');
    await page.getByLabel('invoices:write').check();
    await page.getByLabel('Plan').selectOption('Free');
    await page.getByRole('link', { name: 'People' }).click();
    await dialogOf(page, 'Leave without saving?').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`${clientId} was saved.`).waitFor();
    await page.getByRole('definition').filter({ hasText: 'Another name' }).waitFor();
    await page.reload();
    assert.ok(await page.getByLabel('invoices:write').isChecked());
    assert.equal(await page.getByLabel('Plan').inputValue(), 'FREE');

    await page.getByRole('button', { name: 'Replace the key' }).click();
    await dialogOf(page, /^Replace the key/)
      .getByRole('button', { name: 'Replace the key' })
      .click();
    const shown = dialogOf(page, `Key of ${clientId}`);
    const key = await shown.getByLabel('Key', { exact: true }).inputValue();
    assert.equal(await askWith(key), 200);
    await shown.getByRole('button', { name: 'Close' }).click();
    await dialogOf(page, 'Close for good?').getByRole('button', { name: 'Close' }).click();
    assert.ok(!(await page.content()).includes(key));

    await page.getByRole('button', { name: 'Disable' }).click();
    await dialogOf(page, /^Disable/)
      .getByRole('button', { name: 'Disable' })
      .click();
    await page.getByText(`${clientId} may no longer call.`).waitFor();
    await page.getByRole('definition').getByText('Disabled').waitFor();
    await page.getByRole('button', { name: 'Enable' }).click();
    await page.getByText(`${clientId} may call again.`).waitFor();

    await page.getByRole('button', { name: 'Revoke' }).click();
    const revoking = dialogOf(page, `Revoke ${clientId}?`);
    await revoking.getByLabel('Client id, to confirm').fill('api-other');
    await revoking.getByRole('button', { name: 'Revoke' }).click();
    await revoking.getByRole('alert').getByText(`Write ${clientId}.`).waitFor();
    await revoking.getByLabel('Client id, to confirm').fill(clientId);
    await revoking.getByRole('button', { name: 'Revoke' }).click();
    await page.getByText(`${clientId} was revoked.`).waitFor();
    await page.getByRole('heading', { name: 'API clients', level: 1 }).waitFor();
    await waitFor('the row to be gone', async () => (await rowOf(page, clientId).count()) === 0);
    await page.goBack();
    await page.getByRole('heading', { name: 'API clients', level: 1 }).waitFor();
  },
);

for (const [language, theme, width] of [
  ['en', 'light', 1280],
  ['fr', 'dark', 320],
] as const) {
  test(
    `no page of API clients breaks a rule of accessibility: ${language}, ${theme}, ${width} px`,
    options,
    async () => {
      const clientId = await addClient();
      await using visitor = await open({ language, theme, width });
      const { page } = visitor;
      const check = async (what: string) => {
        await visitor.assertAccessible(what);
        await visitor.assertNoOverflow(what);
      };
      await visitor.signIn('admin', '/api-clients');
      await rowOf(page, clientId).waitFor();
      await check('the list');
      await page.getByRole('button', { name: /^(New API client|Nouveau client d’API)$/ }).click();
      await page.getByRole('button', { name: /^(Make|Créer) / }).click();
      await page.getByRole('alert').waitFor();
      await check('a new API client with errors');
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: clientId }).click();
      await page.getByRole('button', { name: /^(Revoke|Révoquer)$/ }).waitFor();
      await check('an API client');
      await page.getByRole('button', { name: /^(Revoke|Révoquer)$/ }).click();
      await page.getByRole('dialog').waitFor();
      await check('the question before it is revoked');
    },
  );
}
