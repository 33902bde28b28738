import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';
import { pressOn, tabTo, typeInto } from './keyboard.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

/** The fields of the disclosure with what is typed, in their order. A delivery has a period or a day, so the day is typed later. */
const texts = [
  ['Purchase order', 'PO-2026/7'],
  ['Customer’s reference', 'SERVICE-42'],
  ['Contract', 'C-9'],
  ['Kind of operation', 'Supply of services'],
  ['Delivered from', '01/11/2026'],
  ['Delivered to', '30/11/2026'],
  ['Recipient of the delivery', 'Entrepôt Nord'],
  ['Street and number of the delivery', '3 quai des Brumes'],
  ['Second line of the delivery’s address', 'Porte 2'],
  ['Postal code of the delivery', '59000'],
  ['City of the delivery', 'Lille'],
  ['Country of the delivery', 'France'],
] as const;

/** A field by its label, with or without the word that it may stay empty; the calendar beside a day has another role. */
function fieldOf(page: Page, label: string): Locator {
  const name = new RegExp(`^${label}( \\(optional\\))?$`);
  return page.getByRole('textbox', { name }).or(page.getByRole('combobox', { name }));
}

/** The value of a text, or the words of what is chosen. */
async function readField(field: Locator): Promise<string> {
  const chosen = field.locator('option:checked');
  return (await chosen.count()) > 0 ? ((await chosen.textContent()) ?? '') : field.inputValue();
}

const readAll = (page: Page) => Promise.all(texts.map(([label]) => readField(fieldOf(page, label))));

async function untilSaved(page: Page): Promise<void> {
  await page.getByText(/^Saved at /).waitFor();
}

test(
  'references and delivery are written by keyboard alone, kept, and stand on the issued document',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signIn('billing-manager', '/invoices/new');
    await typeInto(page, page.getByRole('combobox', { name: 'Customer' }), '12348');
    await page.getByRole('listbox').getByRole('option', { name: /12348/ }).waitFor();
    await page.keyboard.press('Enter');
    await pressOn(page, page.locator('summary', { hasText: 'References and delivery' }));
    for (const [label, text] of texts) await typeInto(page, fieldOf(page, label), text);
    await visitor.assertAccessible('references and delivery in the editor');
    const line = page.getByRole('row', { name: 'Line 1', exact: true });
    await typeInto(page, line.getByLabel('Description'), 'Advice');
    for (const [name, text] of [
      ['Quantity', '2'],
      ['Unit price', '100'],
      ['VAT %', '20'],
    ] as const)
      await typeInto(page, line.getByLabel(name), text);
    await page.keyboard.press('Control+s');
    await untilSaved(page);
    await page.waitForURL(/\?draft=[0-9a-f-]{36}/);

    await page.reload();
    await fieldOf(page, 'Purchase order').waitFor();
    assert.deepEqual(
      await readAll(page),
      texts.map(([, text]) => text),
    );

    await typeInto(page, fieldOf(page, 'Day of delivery'), '29/11/2026');
    await page.keyboard.press('Control+s');
    await page
      .getByText(/Give a day or a period, not both\./)
      .first()
      .waitFor();
    for (const label of ['Delivered from', 'Delivered to']) {
      await tabTo(page, fieldOf(page, label));
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
    }
    await page.keyboard.press('Control+s');
    await untilSaved(page);

    const issue = page.getByRole('button', { name: 'Issue…' });
    await issue.focus();
    await page.keyboard.press('Enter');
    const confirm = page.getByRole('dialog').getByRole('button').last();
    await confirm.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /\d{4}-\d{6}/ }).waitFor();
    const document = page.getByRole('article');
    for (const text of [
      'PO-2026/7',
      'SERVICE-42',
      'C-9',
      'Supply of services',
      'Entrepôt Nord',
      '3 quai des Brumes',
      'Porte 2',
      '59000 Lille',
      'France',
    ])
      await document.getByText(text).first().waitFor();
    await document.getByText(/^Day of delivery: 29 Nov(ember)? 2026$/).waitFor();
    assert.equal(await document.getByText(/^Delivered (from|to): /).count(), 0, 'the period was taken out');
  },
);
