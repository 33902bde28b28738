import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startKillablePostgres } from '#platform/testing/killable-postgres.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { findProcessesOf } from '../launcher/processes-of.ts';
import {
  createSystemEnvironment,
  type RunningSystem,
  type SystemAddresses,
  startRunningSystem,
} from '../running-system.ts';
import { launchChromium, whyNoChromium } from './chromium.ts';
import { readPrintedStatistics } from './printed-statistics.ts';
import { Visitor } from './visitor.ts';

const skip = whyNoChromium();
const options = { skip, timeout: 600_000 };
/** From an invoice that is issued, once all works again, to live figures with it on a page that was open all the time. */
const maxLiveAgainMs = 30_000;
/** From a death to a draft that is saved: what was killed is started again after longer and longer waits. */
const maxSavedMs = 60_000;
let browser: Browser;

before(async () => {
  if (skip === false) browser = await launchChromium();
});
after(() => browser?.close());

/** Messages of the browser's console about requests that find nobody. */
const awayMessages = /net::ERR_|status of 50\d|WebSocket/;

/** Somebody who looks at the live figures and somebody who writes a draft, both before anything is killed. */
async function openBoth(system: SystemAddresses): Promise<{ watcher: Visitor; writer: Visitor }> {
  const watcher = await Visitor.open(browser, system);
  watcher.expectTrouble(awayMessages);
  await watcher.signIn('admin', '/?simulated=hide');
  await watcher.page.getByRole('status').getByText('Live', { exact: true }).waitFor();
  const writer = await Visitor.open(browser, system);
  writer.expectTrouble(awayMessages);
  const { page } = writer;
  await writer.signIn('billing-manager', '/invoices/new');
  await page.getByRole('combobox', { name: 'Customer' }).fill('12348');
  await page.getByRole('listbox').getByRole('option', { name: /12348/ }).waitFor();
  await page.keyboard.press('Enter');
  const line = page.getByRole('row', { name: 'Line 1' });
  await line.getByLabel('Description').fill('Written through it all');
  await line.getByLabel('Quantity').fill('1');
  await line.getByLabel('Unit price').fill('100');
  await line.getByLabel('VAT %').fill('20');
  await page.getByText(/^Saved at /).waitFor();
  return { watcher, writer };
}

/** Writes a note into the draft while something is away. */
async function writeNote(page: Page, text: string): Promise<void> {
  await page.getByLabel('Note on the invoice').focus();
  await page.keyboard.press('End');
  await page.keyboard.type(text);
}

/** Issues the draft once it is saved. */
async function issue(page: Page, note: string): Promise<void> {
  await page.getByText(/^Saved at /).waitFor({ timeout: maxSavedMs });
  assert.equal(await page.getByLabel('Note on the invoice').inputValue(), note);
  await page.getByRole('button', { name: 'Issue…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Issue' }).click();
  await page.getByRole('heading', { level: 1, name: /^Invoice \d{4}-\d+$/ }).waitFor();
  await page.getByRole('article').getByText(note).waitFor();
}

/** The number of invoices in a currency, its sum, what is left of it after credit notes, and what was paid of it. */
async function readFigures(page: Page): Promise<string[][]> {
  const rows = await page
    .getByRole('table', { name: 'All time' })
    .getByRole('row')
    .evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)));
  return rows.slice(1).map((cells) => [0, 1, 2, 5, 6].map((at) => cells[at] ?? ''));
}

/** The same figures as `npm run statistics` prints them, written as the page writes them. */
async function readPrinted(system: SystemAddresses): Promise<string[][]> {
  const printed = await readPrintedStatistics(system);
  return Object.entries(printed)
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([currency, { count, total, net, paid }]) => {
      const write = (amount: string) =>
        new Intl.NumberFormat('en-GB', { style: 'currency', currency, currencyDisplay: 'code' }).format(
          amount as Intl.StringNumericLiteral,
        );
      return [currency, count.toLocaleString('en-GB'), write(total), write(net), write(paid)];
    });
}

/** The number of invoices that the dashboard shows, in all currencies. */
async function countShown(page: Page): Promise<number> {
  return (await readFigures(page)).reduce((sum, [, count]) => sum + Number(count), 0);
}

/** Waits until the open dashboard is live and shows so many invoices, then compares it with the printed statistics. */
async function assertLive(system: SystemAddresses, page: Page, count: number): Promise<void> {
  const issuedAt = performance.now();
  const isThere = async () => (await countShown(page)) === count;
  await waitFor(`${count} invoices on the dashboard`, isThere, maxLiveAgainMs);
  const leftMs = Math.max(1, maxLiveAgainMs - (performance.now() - issuedAt));
  await page.getByRole('status').getByText('Live', { exact: true }).waitFor({ timeout: leftMs });
  assert.deepEqual(await readFigures(page), await readPrinted(system));
}

test(
  'whoever looks on and whoever writes go on through deaths of the statistics and of PostgreSQL',
  options,
  async (context) => {
    const postgres = await startKillablePostgres({ max_connections: '200', wal_buffers: '16MB' });
    let system: RunningSystem | undefined;
    try {
      system = await startRunningSystem({
        flags: [],
        environment: { ...(await createSystemEnvironment()), DATABASE_URL: postgres.url },
      });
      const running = system;
      const kills = {
        // Its process runs billing, too.
        statistics: async () => {
          const found = await findProcessesOf(running.environment['DATA_DIR'] ?? '');
          const group = found.find(({ command }) => command.includes('deploy/local/group.ts billing '));
          assert.ok(group);
          process.kill(group.pid, 'SIGKILL');
        },
        PostgreSQL: () => postgres.kill(),
      };
      for (const [name, kill] of Object.entries(kills))
        await context.test(name, async () => {
          const { watcher, writer } = await openBoth(running);
          await using _watcher = watcher;
          await using _writer = writer;
          const before = await countShown(watcher.page);
          await kill();
          const note = `Written while ${name} was away`;
          await writeNote(writer.page, note);
          await writer.page.getByText('Not saved, kept here; it is tried again').waitFor();
          assert.equal(await countShown(watcher.page), before, 'figures stay');
          if (name === 'PostgreSQL') await postgres.restart();
          await issue(writer.page, note);
          await assertLive(running, watcher.page, before + 1);
        });
    } finally {
      await system?.stop();
      await postgres.stop();
    }
  },
);

test(
  'all of it goes on when the launcher is started again after the death of its own PostgreSQL',
  options,
  async () => {
    const environment = await createSystemEnvironment();
    let system = await startRunningSystem({ flags: [], environment });
    try {
      const { watcher, writer } = await openBoth(system);
      await using _watcher = watcher;
      await using _writer = writer;
      const before = await countShown(watcher.page);
      const [pid] = (
        await readFile(join(environment['DATA_DIR'] ?? '', 'postgres/postmaster.pid'), 'utf8')
      ).split('\n');
      const ended = once(system.launcher, 'exit');
      process.kill(Number(pid), 'SIGKILL');
      const note = 'Written while everything was away';
      await writeNote(writer.page, note);
      assert.deepEqual(await ended, [1, null]);
      assert.match(system.errors(), /PostgreSQL ended by itself/);
      await watcher.page.getByRole('status').getByText('Connecting again…', { exact: true }).waitFor();
      assert.equal(await countShown(watcher.page), before, 'figures stay');
      system = await startRunningSystem({ flags: [], environment });
      await issue(writer.page, note);
      await assertLive(system, watcher.page, before + 1);
    } finally {
      await system.stop();
    }
  },
);
