import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';
import type { Visitor } from './visitor.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip } = suite;
const options = { skip, timeout: 400_000 };

const toBox = (page: Page) => page.getByRole('combobox', { name: 'Customer' });

async function openEditor(): Promise<Visitor> {
  const visitor = await suite.open();
  await visitor.signIn('billing-manager', '/invoices/new');
  return visitor;
}

/** The names of two customers whom different texts find. */
async function listCustomers(page: Page): Promise<readonly [string, string]> {
  await toBox(page).click();
  const options = page.getByRole('listbox').getByRole('option');
  await options.nth(1).waitFor();
  const names = await options.evaluateAll((all) => all.map((one) => one.firstChild?.textContent ?? ''));
  await page.keyboard.press('Escape');
  const [one = '', other = ''] = names;
  return [one, other];
}

for (const key of ['Enter', 'Tab']) {
  test(`${key} right after the last letter chooses a result for all that is typed`, options, async () => {
    await using visitor = await openEditor();
    const { page } = visitor;
    const [one, other] = await listCustomers(page);
    await toBox(page).fill(one);
    await page.getByRole('option', { selected: true }).filter({ hasText: one }).waitFor();
    // Its results are on the screen, and the first of them is the active one.
    await toBox(page).fill('');
    await page.keyboard.insertText(other);
    await page.keyboard.press(key);
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    await page
      .getByText(/kept here/i)
      .first()
      .waitFor();
    assert.equal(await toBox(page).inputValue(), other);
  });
}

test('the answer to an earlier text does not take the place of that to the newest', options, async () => {
  await using visitor = await openEditor();
  const { page } = visitor;
  const [one, other] = await listCustomers(page);
  const release = Promise.withResolvers<void>();
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes(JSON.stringify(one)) === true) await release.promise;
    await route.continue();
  });
  const asked = page.waitForRequest((request) => request.postData()?.includes(JSON.stringify(one)) === true);
  await toBox(page).fill(one);
  const late = page.waitForResponse(
    (response) => response.request().postData()?.includes(JSON.stringify(one)) === true,
  );
  await asked;
  await toBox(page).fill(other);
  await page.getByRole('option', { name: other }).first().waitFor();
  release.resolve();
  await late;
  await page.keyboard.press('Enter');
  assert.equal(await toBox(page).inputValue(), other);
});

test('Enter on a text that finds nobody chooses nobody', options, async () => {
  await using visitor = await openEditor();
  const { page } = visitor;
  await listCustomers(page);
  await toBox(page).fill('nobody has this name');
  await page.keyboard.press('Enter');
  await page.getByText('Nothing found').waitFor();
  assert.equal(await toBox(page).inputValue(), 'nobody has this name');
  await page.keyboard.press('Tab');
  assert.equal(await toBox(page).inputValue(), '');
});

test(
  'a kept text that is not a draft is set aside, shown, and discarded by a person alone',
  options,
  async () => {
    await using visitor = await openEditor();
    const { page } = visitor;
    await toBox(page).waitFor();
    const broken = JSON.stringify({ form: 1, values: { note: 'typed for an hour' } });
    await page.evaluate(
      `localStorage.setItem('kept-draft:billing-manager:new:old', ${JSON.stringify(broken)})`,
    );
    await page.reload();
    const dialog = page.getByRole('dialog', { name: 'Kept text that cannot be read' });
    assert.equal(await dialog.getByLabel('The text as it was kept').inputValue(), broken);
    await visitor.assertAccessible('a text that was set aside');
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await page.reload();
    await dialog.getByRole('button', { name: 'Discard it' }).click();
    await page.reload();
    await toBox(page).waitFor();
    assert.equal(
      await page.evaluate(`Object.keys(localStorage).filter((name) => /draft/.test(name)).join()`),
      '',
    );
  },
);
