import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { connectDatabase } from '#platform/database/database.ts';
import { findRunningSystem } from '../../deploy/local/run-file.ts';
import { runRover } from '../rover/run-rover.ts';
import { createSystemEnvironment, startRunningSystem } from '../running-system.ts';
import { BrowserSuite } from './browser-suite.ts';
import { pressOn, tabTo, typeInto } from './keyboard.ts';
import { listUsersCount, longGraph, longSubgraph, ShopGraph, shopRef, usersSdl } from './shop-graph.ts';

let shop: ShopGraph;
const suite = new BrowserSuite(async () => {
  // Nobody waits long for a registry that does not answer.
  const environment = { ...(await createSystemEnvironment()), SUBGRAPH_TIMEOUT_MS: '6000' };
  const system = await startRunningSystem({ environment });
  try {
    shop = await ShopGraph.publish(system);
    return system;
  } catch (error) {
    await system.stop();
    throw error;
  }
});
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };
const variantPath = '/graph/shop/current';

const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

test(
  'administrators find the registry in the navigation; others do not, and are told who may enter',
  options,
  async () => {
    await using admin = await open();
    await admin.signIn('admin', '/account');
    await admin.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Graphs' }).click();
    await admin.page.getByRole('link', { name: 'facturation@current' }).waitFor();
    await admin.page.getByRole('link', { name: shopRef, exact: true }).click();
    await admin.page.getByRole('heading', { name: `Subgraphs of ${shopRef}`, level: 1 }).waitFor();
    await rowOf(admin.page, 'http://posts.example/graphql').waitFor();
    await admin.page.getByText('Launch 4 is newer but did not compose').waitFor();
    await admin.go(variantPath);
    await admin.page.getByRole('heading', { name: `Subgraphs of ${shopRef}`, level: 1 }).waitFor();

    // The address that stock Rover prints below a list of subgraphs.
    await admin.go('/graph/shop/service-list');
    await admin.page.getByRole('heading', { name: 'Graphs', level: 1 }).waitFor();

    await using manager = await open();
    await manager.signIn('billing-manager', `${variantPath}/launches`);
    await manager.page.getByText(/people with the role ADMIN/).waitFor();
    const links = manager.page.getByRole('navigation', { name: 'Main' }).getByRole('link');
    assert.ok(!(await links.allTextContents()).includes('Graphs'));
  },
);

test(
  "Rover's link leads to a check, whose changes are approved for its branch, and the approval withdrawn",
  options,
  async () => {
    const failed = await shop.check(usersSdl.breaking, 'feature/no-names');
    assert.equal(failed.code, 1);
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('admin', new URL(failed.targetUrl).pathname);
    const changes = page.getByRole('list', { name: 'Changes for clients' }).getByRole('listitem');
    const change = changes.filter({ hasText: 'User.name' }).filter({ hasText: 'FIELD_REMOVED' });
    await change.getByText('Fails', { exact: true }).waitFor();
    await page.getByText('feature/no-names', { exact: true }).waitFor();
    await rowOf(page, 'User.field_without_a_description').first().waitFor();
    await change.getByText('1 operation that it fails').click();
    await change.getByText(`web (${listUsersCount.toLocaleString('en-GB')})`).waitFor();
    const rules = page.getByRole('list', { name: 'Who may read what' }).getByRole('listitem');
    const rule = rules.filter({ hasText: 'User.pay' });

    for (const failing of [change, rule]) {
      await failing.getByRole('button', { name: /^Approve/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Approve' }).click();
      await dialog.getByRole('alert').getByText('Reason').waitFor();
      await dialog.getByLabel('Reason').fill('The client is gone.');
      await dialog.getByLabel('Days for which it holds').fill('5');
      await dialog.getByRole('button', { name: 'Approve' }).click();
      await failing.getByText('(Ada Admin: The client is gone.)').waitFor();
    }
    assert.equal((await shop.check(usersSdl.breaking, 'feature/no-names')).code, 0);
    assert.equal((await shop.check(usersSdl.breaking, 'another')).code, 1);

    await rule.getByRole('button', { name: /^Withdraw/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    await rule.getByRole('button', { name: /^Approve/ }).waitFor();
    assert.equal((await shop.check(usersSdl.breaking, 'feature/no-names')).code, 1);

    await visitor.go(`${variantPath}/approvals`);
    await rowOf(page, 'feature/no-names')
      .getByRole('button', { name: /^Withdraw/ })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('No approval holds now.').waitFor();
    await visitor.go(`${variantPath}/checks?branch=another`);
    await page.getByText('1 check', { exact: true }).waitFor();
    await visitor.go(`${variantPath}/checks?branch=nobody`);
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await page.getByText('4 checks', { exact: true }).waitFor();
  },
);

test(
  'a launch tells what it changed, one that did not compose why, and an old one runs again after a question',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('admin', `${variantPath}/launches`);
    await page.getByRole('link', { name: 'Launch 3' }).click();
    await rowOf(page, 'FIELD_ADDED').filter({ hasText: 'User.age' }).getByText('Safe').waitFor();
    await page.getByText('Differences of users').click();
    await page.getByText('+  age: Int', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Show the supergraph' }).click();
    assert.match(await page.getByLabel('Supergraph').inputValue(), /join__graph/);
    await visitor.go(`${variantPath}/launches/4`);
    await page.getByRole('heading', { name: 'Why it did not compose' }).waitFor();
    const button = page.getByRole('button', { name: 'Run this launch again' });
    assert.equal(await button.getAttribute('title'), 'This launch did not compose.');

    await visitor.go(`${variantPath}/launches/2`);
    await button.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run this launch again' }).click();
    await page.getByText('Launch 5 runs now.').waitFor();
    await page.getByRole('heading', { name: `Launch 5 of ${shopRef}`, level: 1 }).waitFor();
    await page.getByText('Ada Admin').waitFor();
    const fetched = await runRover(shop.registry, ['graph', 'fetch', shopRef]);
    assert.doesNotMatch(fetched.stdout, /\bage\b/);
    await page.getByRole('link', { name: 'Audit trail' }).click();
    await rowOf(page, 'Rolled back').getByText('Ada Admin').waitFor();

    await visitor.go(`${variantPath}/launches/99`);
    await page.getByRole('heading', { name: 'Not found' }).waitFor();
  },
);

test('members that nobody used are told apart, and an operation is shown as text', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('admin', `${variantPath}/usage?search=user.`);
  await rowOf(page, 'User.name').getByText(listUsersCount.toLocaleString('en-GB'), { exact: true }).waitFor();
  await rowOf(page, 'User.nickname').getByText('not used').waitFor();
  await page.getByRole('combobox', { name: 'Use', exact: true }).selectOption('Not used');
  await rowOf(page, 'User.name').waitFor({ state: 'detached' });
  await rowOf(page, 'User.nickname').waitFor();
  await page.getByRole('link', { name: 'Operations' }).click();
  await page.getByRole('link', { name: 'ListUsers' }).click();
  await page.getByRole('heading', { name: `ListUsers of ${shopRef}`, level: 1 }).waitFor();
  assert.match(await page.getByLabel('Text, without values').inputValue(), /query ListUsers \{/);
  await visitor.go(`${variantPath}/usage?days=1&search=nothing-has-this-name`);
  await page.getByText('Nothing matches').waitFor();
});

test(
  'a key is made by keyboard alone and shown once, works with Rover, and is refused once it is deleted',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('admin', '/graph/keys?graph=shop');
    await pressOn(page, page.getByRole('button', { name: 'New key' }));
    const dialog = page.getByRole('dialog');
    await pressOn(page, dialog.getByRole('button', { name: 'Make the key' }));
    await dialog.getByRole('alert').waitFor();
    await typeInto(page, dialog.getByLabel('Name'), 'Team of users');
    await tabTo(page, dialog.getByLabel('Publish and delete subgraphs'));
    await page.keyboard.press('Space');
    await tabTo(page, dialog.getByLabel('current: users'));
    await page.keyboard.press('Space');
    await pressOn(page, dialog.getByRole('button', { name: 'Make the key' }));
    const key = await dialog.getByRole('textbox', { name: 'Text of the key' }).inputValue();
    await visitor.assertAccessible('the text of a key');
    const question = page.getByRole('dialog', { name: 'Close for good?' });
    await page.keyboard.press('Escape');
    await pressOn(page, question.getByRole('button', { name: 'Cancel' }));
    await dialog.getByRole('button', { name: 'Copy' }).click();
    await dialog.getByRole('status').getByText(/./).waitFor();
    await pressOn(page, dialog.getByRole('button', { name: 'Close' }));
    await pressOn(page, question.getByRole('button', { name: 'Close' }));

    const whoAmI = () => runRover({ address: shop.registry.address, key }, ['config', 'whoami']);
    assert.equal((await whoAmI()).code, 0);
    const row = rowOf(page, 'Team of users');
    await row.getByText(`${shopRef} users`).waitFor();
    assert.equal(await page.getByText(key).count(), 0);
    await row.getByRole('button', { name: 'Delete the key Team of users' }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await row.waitFor({ state: 'detached' });
    assert.notEqual((await whoAmI()).code, 0);
    await visitor.go('/graph/audit?graph=shop');
    await rowOf(page, 'Key deleted').getByText('Ada Admin').waitFor();
  },
);

for (const [language, theme, width] of [
  ['en', 'light', 1280],
  ['fr', 'dark', 320],
] as const) {
  test(
    `no page of the registry breaks a rule of accessibility: ${language}, ${theme}, ${width} px`,
    options,
    async () => {
      const { targetUrl } = await shop.check(
        usersSdl.breaking,
        `a/${'very-long-branch-'.repeat(8)}${language}`,
      );
      await using visitor = await open({ language, theme, width });
      const { page } = visitor;
      await visitor.signIn('admin', '/graph');
      const visit = async (path: string) => {
        await visitor.go(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' });
        assert.equal(await page.getByRole('alert').count(), 0, path);
        await visitor.assertAccessible(path);
        await visitor.assertNoOverflow(path);
      };
      for (const path of ['/graph', '/graph/keys', '/graph/audit', new URL(targetUrl).pathname])
        await visit(path);
      await page
        .getByRole('button', { name: /^(Approve|Approuver) / })
        .first()
        .click();
      await page.getByRole('dialog').waitFor();
      await visitor.assertAccessible('an approval');
      await page.keyboard.press('Escape');
      for (const part of [
        'subgraphs',
        'launches',
        'launches/3',
        'launches/4',
        'checks',
        'approvals',
        'usage',
        'operations',
      ])
        await visit(`${variantPath}/${part}`);
      await page.getByRole('link', { name: 'ListUsers' }).click();
      await page.getByRole('textbox').waitFor();
      await visitor.assertAccessible('an operation');
      await visitor.assertNoOverflow('an operation');
      for (const part of ['subgraphs', 'launches/1', 'operations'])
        await visit(`/graph/${longGraph}/current/${part}`);
      await visitor.go(`/graph/${longGraph}/current/subgraphs`);
      await rowOf(page, longSubgraph).waitFor();
    },
  );
}

test(
  'while the registry does not answer, its pages say so and others work; then they go on',
  options,
  async () => {
    const { registryDatabaseUrl } = await findRunningSystem(suite.system.environment['DATA_DIR'] ?? '');
    const database = connectDatabase({ url: registryDatabaseUrl, name: 'test', maxConnections: 1 });
    await using visitor = await open();
    visitor.expectTrouble(/status of 50\d/);
    const { page } = visitor;
    await visitor.signIn('admin', '/account');
    try {
      await database.sql.begin(async (sql) => {
        await sql`lock table registry.variants in access exclusive mode`;
        await visitor.go(`${variantPath}/launches`);
        await page.getByRole('alert').waitFor();
        await visitor.assertAccessible('a registry that does not answer');
        await visitor.go('/customers');
        await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor();
        assert.equal(await page.getByRole('alert').count(), 0);
      });
    } finally {
      await database.close();
    }
    await visitor.go(`${variantPath}/launches`);
    await page.getByRole('link', { name: 'Launch 3' }).waitFor();
  },
);
