import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { BrowserSuite } from './browser/browser-suite.ts';
import {
  openPlayground,
  readBar,
  runQuery,
  signIn,
  signOut,
  waitForEditor,
  watchForTrouble,
  writeQuery,
} from './browser/playground-page.ts';
import { openSharedSystem } from './shared-system.ts';

const password = 'Facturation-2026';
const query =
  '{ invoices { edges { node { number total { amount } customer { displayName email } lines { product { sku name } } } } } }';

interface Answer {
  readonly data: {
    readonly invoices: {
      readonly edges: readonly {
        readonly node: {
          readonly number: string;
          readonly total: { readonly amount: string };
          readonly customer: { readonly displayName: string; readonly email: string | null };
          readonly lines: readonly {
            readonly product: { readonly sku: string; readonly name: string } | null;
          }[];
        };
      }[];
    };
  };
  readonly errors?: readonly {
    readonly path: readonly unknown[];
    readonly extensions: { readonly code: string };
  }[];
}

const suite = new BrowserSuite(openSharedSystem);
const options = { skip: suite.skip, timeout: 170_000 };

async function openPage(appearance: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await suite.browser.newContext({ viewport: { width: 1280, height: 800 }, ...appearance });
  const page = await context.newPage();
  await openPlayground(page, suite.system.pageUrl);
  return page;
}

function press(page: Page): () => Promise<void> {
  return () => page.getByRole('button', { name: /^Execute query/ }).click();
}

test('a billing manager sees invoices of three services with the e-mail cut', options, async () => {
  const page = await openPage();
  await signIn(page, 'billing-manager', password);
  assert.deepEqual(await readBar(page), { username: 'billing-manager', roles: ['BILLING_MANAGER', 'USER'] });
  await writeQuery(page, query);
  const { data, errors = [] } = (await runQuery(page, press(page))) as Answer;
  const nodes = data.invoices.edges.map(({ node }) => node);
  assert.ok(nodes.length > 0);
  for (const { number, customer, lines } of nodes) {
    assert.ok(number);
    assert.ok(customer.displayName);
    assert.equal(customer.email, null);
    assert.ok(lines.every(({ product }) => product === null || (product.sku && product.name)));
  }
  // A line may be for what is in no inventory, such as postage.
  assert.ok(nodes.some(({ lines }) => lines.some(({ product }) => product !== null)));
  assert.deepEqual(
    errors.map(({ extensions, path }) => [extensions.code, path]),
    [['UNAUTHORIZED_FIELD_OR_TYPE', ['invoices', 'edges', '@', 'node', 'customer', 'email']]],
  );
  await signOut(page);
  await page.context().close();
});

test('an admin sees them in full, signs out, and is asked for the password again', options, async () => {
  const page = await openPage();
  await signIn(page, 'admin', password);
  const { username, roles } = await readBar(page);
  assert.equal(username, 'admin');
  assert.ok(roles.includes('ADMIN') && roles.includes('CUSTOMER_MANAGER'));
  await writeQuery(page, query);
  const { data, errors } = (await runQuery(page, press(page))) as Answer;
  assert.equal(errors, undefined);
  assert.ok(data.invoices.edges.every(({ node }) => node.customer.email?.includes('@')));
  await page.locator('.graphiql-response').getByText('displayName').first().waitFor();
  await signOut(page);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('input[name=password]').waitFor();
  await page.context().close();
});

test('signing out at the provider ends the session of the page by the back channel', options, async () => {
  const page = await openPage();
  await signIn(page, 'billing-manager', password);
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(`${suite.system.issuer}/protocol/openid-connect/logout`);
  await elsewhere.getByRole('button', { name: 'Sign out' }).click();
  await elsewhere.waitForLoadState();
  await writeQuery(page, '{ __typename }');
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await page.getByText('Not signed in').waitFor();
  await page.context().close();
});

test('the page can be used by keyboard alone', options, async () => {
  const page = await openPage();
  const focused = () => page.evaluate('document.activeElement?.textContent') as Promise<string>;
  await page.keyboard.press('Tab');
  assert.match(await focused(), /^Skip to the editor/);
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Sign in');
  await page.keyboard.press('Enter');
  await page.locator('input[name=username]').waitFor();
  await page.keyboard.type('billing-manager');
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByText('billing-manager', { exact: true }).waitFor();
  await waitForEditor(page);

  // From the skip link Tab comes to the editor and Enter goes into it; there Tab indents until Ctrl+M.
  const isAt = (selector: string) =>
    page.evaluate(`document.activeElement?.closest('.graphiql-query-editor ${selector}') != null`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  for (let tabs = 0; tabs < 20 && !(await isAt('.graphiql-editor')); tabs += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await isAt('.monaco-editor'), true);
  const answer = (await runQuery(page, () => page.keyboard.press('ControlOrMeta+Enter'))) as Answer;
  assert.ok(answer.data);
  await page.keyboard.press('Control+M');
  await page.keyboard.press('Tab');
  assert.equal(await isAt('.graphiql-editor'), false);
  await page.context().close();
});

test('the page loads from the gateway alone, within its content security policy', options, async () => {
  const page = await suite.browser.newPage();
  const trouble = watchForTrouble(page, [suite.system.pageUrl, new URL(suite.system.issuer).origin]);
  await openPlayground(page, suite.system.pageUrl);
  await signIn(page, 'user', password);
  await page.getByRole('button', { name: 'Show GraphiQL Explorer' }).click();
  await page.getByText('Explorer', { exact: true }).waitFor();
  await signOut(page);
  assert.deepEqual(trouble, { problems: [], foreignRequests: [] });
  await page.context().close();
});

test('on a narrow screen nothing is cut off at the side', options, async () => {
  const page = await openPage({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  await signIn(page, 'admin', password);
  const overflow = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  assert.equal(overflow, 0);
  for (const part of ['.graphiql-query-editor', '.graphiql-response']) {
    const box = await page.locator(part).boundingBox();
    assert.ok(box !== null && box.width > 250 && box.height > 100, part);
  }
  assert.ok(await page.getByRole('button', { name: 'Sign out' }).isVisible());
  await page.context().close();
});
