import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { findProcessesOf } from '../launcher/processes-of.ts';
import { startRunningSystem } from '../running-system.ts';
import { BrowserSuite } from './browser-suite.ts';

const suite = new BrowserSuite(() => startRunningSystem({ flags: ['--no-simulator'] }));
const { skip, open } = suite;

/** Kills the process that runs a group of services; the launcher starts another one. */
async function kill(group: 'gateway' | 'billing'): Promise<void> {
  const pid = await waitFor(`the process ${group}`, async () => {
    const found = await findProcessesOf(suite.system.environment['DATA_DIR'] ?? '');
    return found.find(({ command }) => command.includes(`deploy/local/group.ts ${group} `))?.pid;
  });
  process.kill(pid, 'SIGKILL');
}

test('whoever writes while the gateway and billing are killed loses nothing, and all of it is saved once they are back', {
  skip,
  timeout: 400_000,
}, async () => {
  await using visitor = await open();
  visitor.expectTrouble(/net::ERR_|status of 50\d|WebSocket/);
  const { page } = visitor;
  await visitor.signIn('billing-manager', '/invoices/new');
  await page.getByRole('combobox', { name: 'Customer' }).fill('12348');
  await page.getByRole('listbox').getByRole('option', { name: /12348/ }).waitFor();
  await page.keyboard.press('Enter');
  const written: string[] = [];
  const note = page.getByLabel('Note on the invoice');
  for (const group of ['gateway', 'billing', 'gateway'] as const) {
    await kill(group);
    written.push(`written while ${group} was away`);
    await note.focus();
    await page.keyboard.press('End');
    await page.keyboard.type(`${written.at(-1)}; `);
    await page.getByText(/^Saved at /).waitFor({ timeout: 60_000 });
    await page.keyboard.type('. ');
  }
  await page.getByText(/^Saved at /).waitFor({ timeout: 60_000 });
  const draft = new URL(page.url()).searchParams.get('draft');
  await visitor.go(`/invoices/${draft}/edit`);
  const saved = await page.getByLabel('Note on the invoice').inputValue();
  for (const text of written) assert.ok(saved.includes(text), `${text} is not in ${saved}`);
});
