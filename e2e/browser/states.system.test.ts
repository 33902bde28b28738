import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { connectDatabase } from '#platform/database/database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { findProcessesOf } from '../launcher/processes-of.ts';
import { createSystemEnvironment, startRunningSystem } from '../running-system.ts';
import { BrowserSuite } from './browser-suite.ts';

// A system whose gateway runs the page's documents alone, and lets a person have a little more than the subscriptions of one page.
// The demo, which has documents of its own, is loaded before.
const suite = new BrowserSuite(async () => {
  const environment = await createSystemEnvironment();
  const filled = await startRunningSystem({ flags: [], environment });
  const ended = once(filled.launcher, 'exit');
  filled.launcher.kill('SIGTERM');
  await ended;
  return startRunningSystem({
    flags: [],
    environment: { ...environment, TRUSTED_DOCUMENTS: 'only', SUBSCRIPTIONS_PER_USER: '5' },
  });
}, 300_000);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

const toBadge = (page: Page, text: string) => page.getByRole('status').getByText(text, { exact: true });

/** Waits until the chart has so many figures, one a second. */
async function untilDrawn(page: Page, count: number): Promise<void> {
  const chart = page.getByRole('slider', { name: /^Chart of the last minutes/ });
  const isDrawn = async () => Number(await chart.getAttribute('aria-valuemax')) >= count;
  await waitFor(`${count} figures of the chart`, isDrawn, 60_000);
}

/** Finds the process of a group of services. */
async function findGroup(group: 'gateway' | 'billing'): Promise<number> {
  const found = await findProcessesOf(suite.system.environment['DATA_DIR'] ?? '');
  const pid = found.find(({ command }) => command.includes(`deploy/local/group.ts ${group} `))?.pid;
  assert.ok(pid, `a process of ${group}`);
  return pid;
}

/** From the last totals, which come every second, to a badge that says that none come. */
const maxUnnoticedMs = 15_000;

test('every page works at a gateway that runs the documents of the page alone', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await visitor.signInAgain('admin');
  await toBadge(page, 'Live').waitFor();
  const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
  const paths = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  assert.ok(paths.length >= 8, `${paths}`);
  for (const path of [
    ...paths,
    '/invoices/new',
    '/customers/new',
    '/products/new',
    '/imports/new',
    '/people/new',
    '/notices',
    '/account',
  ]) {
    await visitor.go(path);
    await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    for (const trouble of [
      'This did not work',
      'There is a newer version of this page',
      'This page has an error',
    ])
      assert.equal(await page.getByText(trouble).count(), 0, `${trouble}: ${path}`);
  }
  for (const list of ['/invoices', '/customers', '/products']) {
    await visitor.go(list);
    const first = page.getByRole('table').locator('tbody').getByRole('link').first();
    await first.click();
    await page.waitForURL(/[0-9a-f]{8}-[0-9a-f-]{27}$/);
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    assert.equal(await page.getByText('This did not work').count(), 0, list);
  }
  const response = await fetch(suite.system.gatewayUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await suite.system.tokenOf('admin')}`,
    },
    body: JSON.stringify({ query: '{ invoices(first: 1) { totalCount } }' }),
  });
  assert.equal(response.status, 403);
  assert.match(await response.text(), /DOCUMENT_NOT_TRUSTED/);
});

test(
  'whoever has too many subscriptions is told why figures have ended, and begins again',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signInAgain('billing-manager');
    await toBadge(page, 'Live').waitFor();
    const second = await visitor.openTab();
    await second.goto(`${suite.system.pageUrl}/`);
    await toBadge(second, 'Ended').waitFor();
    await second.getByText(/No more figures come\. .*subscriptions/).waitFor();
    await second.getByRole('table', { name: 'All time' }).waitFor();
    await page.close();
    await second.getByRole('button', { name: 'Begin again' }).click();
    await toBadge(second, 'Live').waitFor();
  },
);

test(
  'figures of which nothing comes are told to be old within seconds, also when nobody issues anything, and are live again with the next',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    await visitor.signInAgain('admin', '/?simulated=hide');
    await toBadge(page, 'Live').waitFor();
    const statistics = await findGroup('billing');
    process.kill(statistics, 'SIGSTOP');
    try {
      await toBadge(page, 'No news').waitFor({ timeout: maxUnnoticedMs });
      await page.getByText(/^as of \d{2}:\d{2}:\d{2}$/).waitFor();
      await visitor.assertAccessible('stale');
    } finally {
      process.kill(statistics, 'SIGCONT');
    }
    await toBadge(page, 'Live').waitFor();
  },
);

/** Lets the statistics forget all invoices that they keep for those who come back, as they do a day later. */
async function forgetReceived(): Promise<void> {
  const file = join(suite.system.environment['DATA_DIR'] ?? '', 'launcher.json');
  const { addresses } = JSON.parse(await readFile(file, 'utf8')) as {
    readonly addresses: { readonly statisticsDatabaseUrl: string };
  };
  const database = connectDatabase({ url: addresses.statisticsDatabaseUrl, name: 'test', maxConnections: 1 });
  try {
    await database.sql`
      update partition_progress set received_from = coalesce(
        (select max(next_offset) from received_batches where partition = partition_progress.partition), received_from)`;
    await database.sql`delete from received_batches`;
  } finally {
    await database.close();
  }
}

test(
  'whoever comes back after a day gets the figures anew and follows them from there',
  options,
  async () => {
    await using visitor = await open();
    visitor.expectTrouble(/WebSocket|net::ERR_/);
    const { page } = visitor;
    const codes: string[] = [];
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        const code = /"code":"(\w+)"/.exec(String(payload))?.[1];
        if (code !== undefined) codes.push(code);
      }),
    );
    // Of simulated invoices, which are left out, the page learns no newer cursor.
    await visitor.signInAgain('admin', '/?simulated=hide');
    await toBadge(page, 'Live').waitFor();
    // A cursor that is younger would be that of a server that keeps nothing.
    await untilDrawn(page, 12);
    await forgetReceived();
    process.kill(await findGroup('gateway'), 'SIGKILL');
    await waitFor('the refusal of the cursor', () => codes.includes('CURSOR_EXPIRED'), 60_000);
    await toBadge(page, 'Live').waitFor();
    await untilDrawn(page, 18);
    assert.deepEqual(codes.filter((code) => code === 'CURSOR_EXPIRED').length, 1, `${codes}`);
    await toBadge(page, 'Live').waitFor();
  },
);

test('what colours tell is told without them where a person has chosen their own', options, async () => {
  await using visitor = await open();
  const { page } = visitor;
  await page.emulateMedia({ forcedColors: 'active' });
  await visitor.signInAgain('admin');
  await toBadge(page, 'Live').waitFor();
  await untilDrawn(page, 3);
  const drawn = await page.evaluate(`(() => {
    const canvas = document.querySelector('canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, index) => index % 4 === 3 && value > 128).length;
  })()`);
  assert.ok((drawn as number) > 500, `${drawn} pixels of the chart`);
  await visitor.assertAccessible('figures in forced colours');
  const outlineOf = (selector: string) =>
    page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).outlineStyle`);
  assert.equal(await outlineOf('nav a[aria-current=page]'), 'solid');
  assert.equal(await outlineOf('nav a:not([aria-current])'), 'none');
  await visitor.go('/invoices?status=OVERDUE');
  await page.getByRole('table').locator('a[data-row]').first().click();
  await page.getByRole('article').waitFor();
  await visitor.assertAccessible('a document in forced colours');
  await page.getByRole('button', { name: 'Record payment' }).click();
  await page.getByRole('dialog').waitFor();
  await visitor.assertAccessible('a dialog in forced colours');
  await page.keyboard.press('Escape');
  await visitor.go('/invoices/new');
  await page.getByRole('combobox', { name: 'Customer' }).fill('12348');
  await page.getByRole('option', { name: /12348/ }).waitFor();
  assert.equal(await outlineOf('[role=option][aria-selected=true]'), 'solid');
  await visitor.assertAccessible('the editor in forced colours');
});
