import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../../../e2e/browser/chromium.ts';
import { fillSignInForm } from '../../../e2e/browser/sign-in-form.ts';
import { toMarkdownTable } from '../../markdown.ts';
import { toQuantile } from '../quantile.ts';
import { listProbe } from './list-probe.ts';
import { openLargeSystem } from './open-large-system.ts';

/**
 * `npx node bench/dashboard/list/main.ts`: the list of invoices in Chromium, through the gateway, on a ledger of 100,000: milliseconds
 * from a navigation to its first rows on the screen, in a browser that was never there and in one that was, and from a click on
 * the next page, an order or a filter to the rows that come of it.
 */
const { values } = parseArgs({
  options: {
    invoices: { type: 'string', default: '100000' },
    samples: { type: 'string', default: '20' },
    folder: { type: 'string' },
  },
});
const samples = Number(values.samples);
const limitMs = 60_000;
const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'bench-page-list-')));
const system = await openLargeSystem(folder, Number(values.invoices));
let browser: Browser | undefined;
try {
  browser = await launchChromium();
  const rows = await measure(browser, system.pageUrl);
  process.stdout.write(`${toMarkdownTable(['rows of the list on the screen', 'p50', 'p95', 'aim'], rows)}\n`);
} finally {
  await browser?.close();
  await system.stop();
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
}

async function measure(chromium: Browser, pageUrl: string): Promise<readonly (readonly string[])[]> {
  const first = await openContext(chromium);
  const page = await signIn(first, pageUrl);
  const storageState = await first.storageState();
  const cold = await repeat(async () => {
    const context = await openContext(chromium, storageState);
    try {
      const visited = await context.newPage();
      await visited.goto(`${pageUrl}/invoices`, { waitUntil: 'commit' });
      return await visited.evaluate<number>('listProbe.firstRows()');
    } finally {
      await context.close();
    }
  });
  const warm = await repeat(async () => {
    await page.goto(`${pageUrl}/invoices`, { waitUntil: 'commit' });
    return page.evaluate<number>('listProbe.firstRows()');
  });
  const next = await repeat(() => measureClick(page, () => page.getByRole('link', { name: 'Next' }).click()));
  const order = await repeat(() =>
    measureClick(page, () =>
      page
        .getByRole('columnheader', { name: /^Total/ })
        .getByRole('button')
        .click(),
    ),
  );
  await page.goto(`${pageUrl}/invoices`);
  await page.evaluate('listProbe.firstRows()');
  const overdue = page.getByRole('checkbox', { name: 'Overdue' });
  const filter = await repeat(() => measureClick(page, () => overdue.click()));
  return [
    toRow('first visit', cold, '< 500 ms'),
    toRow('visit with the page in the cache', warm, '< 500 ms'),
    toRow('next page', next, '< 150 ms'),
    toRow('other order, by the total', order, ''),
    toRow('filter by a status, and without it', filter, ''),
  ];
}

function toRow(name: string, given: readonly number[], aim: string): readonly string[] {
  return [name, `${toQuantile(given, 0.5)} ms`, `${toQuantile(given, 0.95)} ms`, aim];
}

async function repeat(run: () => Promise<number>): Promise<readonly number[]> {
  const found: number[] = [];
  for (let count = 0; count < samples; count += 1) found.push(await run());
  return found;
}

async function openContext(
  chromium: Browser,
  storageState?: Awaited<ReturnType<BrowserContext['storageState']>>,
) {
  const context = await chromium.newContext({
    viewport: { width: 1280, height: 1000 },
    locale: 'en-GB',
    ...(storageState && { storageState }),
  });
  context.setDefaultTimeout(limitMs);
  await context.addInitScript({ content: listProbe });
  return context;
}

async function signIn(context: BrowserContext, pageUrl: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${pageUrl}/invoices`);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await fillSignInForm(page, 'billing-manager');
  await page.locator('table a[data-row]').first().waitFor();
  return page;
}

/** Milliseconds from a click to the first paint of other rows. */
async function measureClick(page: Page, click: () => Promise<void>): Promise<number> {
  await page.evaluate('listProbe.arm()');
  const shown = page.evaluate<number>('listProbe.nextRows()');
  await click();
  return shown;
}
