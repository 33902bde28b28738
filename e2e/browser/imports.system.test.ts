import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

/** Numbers that no other invoice has. */
function toPrefix(what: string): string {
  return `${what}${process.pid}-${Date.now()}`;
}

interface TestFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A file in French form, of which no mapping is shipped; one row in thirty has no amount. */
function makeFile(prefix: string, rows: number): TestFile {
  const lines = Array.from({ length: rows }, (_, nth) => {
    const amount = nth % 30 === 29 ? 'néant' : `${nth + 1},50`;
    return `${prefix}-${nth};Boulangerie Éloi;${amount};EUR;${String((nth % 28) + 1).padStart(2, '0')}/03/2026`;
  });
  const text = `Numéro;Client;Montant HT;Devise;Date\n${lines.join('\n')}\n`;
  return { name: `${prefix}.csv`, mimeType: 'text/csv', buffer: Buffer.from(text) };
}

async function upload(page: Page, file: TestFile): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file);
  await page.locator('form button[type=submit]').click();
  await page.getByRole('combobox', { name: 'How rows become records' }).waitFor();
}

test(
  'a file is uploaded, a mapping is proposed, changed and tried, and a dry run says what a load would do',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    const prefix = toPrefix('P');
    await visitor.signIn('billing-manager', '/imports');
    await page.getByRole('link', { name: 'Import a file' }).click();
    await upload(page, makeFile(prefix, 60));
    await page.getByRole('table', { name: 'First rows' }).waitFor();
    await page.getByRole('heading', { name: 'What this makes of the file' }).waitFor();
    await visitor.assertAccessible('the mapping');

    // A mapping that does not fit says so, at its field.
    await page.getByRole('combobox', { name: 'Amount', exact: true }).selectOption('Client');
    await page.getByText('NOT_A_NUMBER').first().waitFor();
    await page.getByRole('combobox', { name: 'How rows become records' }).selectOption('facturation');
    await page.getByRole('alert').waitFor();
    await visitor.assertAccessible('a mapping that does not fit');

    // A mapping is kept under a name, changed, and offered to the next file.
    const mappings = page.getByRole('combobox', { name: 'How rows become records' });
    await mappings.selectOption({ label: 'Proposed for this file' });
    await page.getByRole('heading', { name: 'What this makes of the file' }).waitFor();
    await page.getByRole('button', { name: 'Save this mapping…' }).click();
    await page.getByLabel('Name of the mapping').fill(prefix);
    await page.keyboard.press('Enter');
    await page.getByText(`The mapping ${prefix} was saved.`).waitFor();
    const own = `Yours: ${prefix}`;
    await mappings.locator('option:checked', { hasText: own }).waitFor({ state: 'attached' });
    await visitor.assertAccessible('a saved mapping');
    await visitor.go('/imports/new');
    await upload(page, makeFile(`${prefix}b`, 60));
    await mappings.selectOption({ label: own });
    await page.getByRole('button', { name: `Delete ${prefix}…` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText(`The mapping ${prefix} was deleted.`).waitFor();
    await mappings.selectOption({ label: 'Proposed for this file' });
    await page.getByRole('combobox', { name: 'How rows become records' }).selectOption('proposed');
    await page.getByRole('heading', { name: 'What this makes of the file' }).waitFor();

    await page.getByRole('button', { name: 'Dry run of the whole file' }).click();
    await page.getByRole('heading', { name: 'What a load would do' }).waitFor();
    await page.getByRole('heading', { name: `Dry run: ${prefix}b.csv` }).waitFor();
    await visitor.assertAccessible('a dry run');
  },
);

test(
  'a load is followed live, its rejected rows come as a file, and the corrected file completes it',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    const prefix = toPrefix('L');
    await visitor.signIn('billing-manager', '/imports/new');
    await upload(page, makeFile(prefix, 60));
    await page.getByRole('combobox', { name: 'Rows that may be rejected' }).selectOption('all');
    await page.getByRole('button', { name: 'Load', exact: true }).click();
    await page.getByRole('status').getByText('Completed').waitFor();
    await page.getByRole('link', { name: 'Show the import' }).click();
    await page.getByRole('table', { name: 'Rows that were not loaded' }).waitFor();
    await page.getByText('2 rows', { exact: true }).waitFor();
    await visitor.assertAccessible('an import');

    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download these rows' }).click();
    const download = await downloading;
    assert.equal(download.suggestedFilename(), `${prefix}.csv.rejects.csv`);
    const [head = '', ...rows] = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
    assert.ok(head.endsWith('Numéro;Client;Montant HT;Devise;Date'), head);
    assert.equal(rows.length, 2);

    // The corrected rows complete the import, with its mapping.
    const corrected = [head, ...rows].join('\r\n').replaceAll(';néant;', ';9,90;');
    const jobAddress = page.url();
    await page.getByRole('link', { name: 'Import a file with this mapping' }).click();
    await upload(page, { name: `${prefix}-2.csv`, mimeType: 'text/csv', buffer: Buffer.from(corrected) });
    await page.getByRole('heading', { name: 'What this makes of the file' }).waitFor();
    await page.getByRole('button', { name: 'Load', exact: true }).click();
    await page.getByRole('status').getByText('Completed').waitFor();
    await page.goto(jobAddress);

    await page.getByRole('combobox', { name: 'Reason' }).selectOption({ index: 1 });
    await page.waitForURL(/code=/);
    assert.equal(await page.getByRole('button', { name: 'Take back' }).count(), 0, 'not for this role');
  },
);

test('an administrator takes an import back', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  const prefix = toPrefix('U');
  await visitor.signIn('admin', '/imports/new');
  await upload(page, makeFile(prefix, 3));
  await page.getByRole('button', { name: 'Load', exact: true }).click();
  await page.getByRole('status').getByText('Completed').waitFor();
  await page.getByRole('link', { name: 'Show the import' }).click();
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await page.getByRole('heading', { name: `Take back: ${prefix}.csv` }).waitFor();
  await page.getByText('3 invoices were removed', { exact: false }).waitFor();
  await page.getByRole('link', { name: 'Show the import' }).click();
  await page.getByText('Taken back').first().waitFor();
});

test('a file that is not chosen, or is refused, is said at its field', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signIn('billing-manager', '/imports/new');
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('alert').getByText('Choose a file.').waitFor();
  const empty = { name: 'empty.csv', mimeType: 'text/csv', buffer: Buffer.alloc(0) };
  await page.locator('input[type=file]').setInputFiles(empty);
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('alert').getByText('The file is empty.').waitFor();
  await visitor.assertAccessible('a refused file');
});

for (const [language, theme, width] of [
  ['en', 'light', 1280],
  ['fr', 'dark', 320],
] as const) {
  test(`no page of imports breaks a rule of accessibility: ${language}, ${theme}`, options, async () => {
    await using visitor = await open({ language, theme, width });
    const { page } = visitor;
    await visitor.signIn('billing-manager', '/imports');
    await page
      .getByRole('table')
      .or(page.getByRole('heading', { level: 2 }))
      .first()
      .waitFor();
    await page.getByRole('heading', { name: /^(Latest requests|Dernières demandes)$/ }).waitFor();
    await visitor.assertAccessible('the list');
    await visitor.assertNoOverflow('the list');
    await visitor.go('/imports/new');
    await page.locator('input[type=file]').waitFor();
    await visitor.assertAccessible('a new import');
    await visitor.assertNoOverflow('a new import');
    await visitor.go('/imports?search=nobody-has-this-file');
    await page.getByText(/nobody-has-this-file/).waitFor();
    await visitor.assertAccessible('no match');
  });
}

test('people without the role are told who may import', options, async () => {
  await using visitor = await open();
  await visitor.signIn('user', '/');
  assert.equal(await visitor.page.getByRole('link', { name: 'Imports' }).count(), 0);
  await visitor.go('/imports');
  await visitor.page.getByText(/people with the role BILLING_MANAGER/).waitFor();
});
