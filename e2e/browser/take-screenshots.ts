import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startRunningSystem } from '../running-system.ts';
import { launchChromium } from './chromium.ts';
import { openPlayground, prettify, runQuery, signIn, writeQuery } from './playground-page.ts';
import { developmentPassword } from './sign-in-form.ts';

/**
 * Takes the pictures of the playground for the documentation: `node e2e/browser/take-screenshots.ts [name ...]`, all of
 * them without a name.
 */
const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 780 };

// On one line, as the editor would indent others once more.
const amount = 'count total { amount currency }';
const invoices =
  'query Invoices { invoices(first: 10) { edges { node { number total { amount currency } customer { displayName email } lines { product { sku name } } } } } }';
const subscription = `subscription LiveTotals { liveTotals(includeSimulated: true) { takenAt invoicesPerSecond lastFiveSeconds { ${amount} } allTime { ${amount} } } }`;
const shortSubscription = `subscription LiveTotals { liveTotals(includeSimulated: true) { invoicesPerSecond allTime { ${amount} } } }`;

interface Picture {
  readonly name: string;
  readonly username: string;
  readonly options: BrowserContextOptions;
  /** Shown in place of the query for invoices. */
  readonly subscription?: string;
}

const pictures: readonly Picture[] = [
  {
    name: 'playground-wide-light',
    username: 'billing-manager',
    options: { viewport: wide, colorScheme: 'light' },
  },
  { name: 'playground-wide-dark', username: 'admin', options: { viewport: wide, colorScheme: 'dark' } },
  {
    name: 'playground-narrow-light',
    username: 'billing-manager',
    options: { viewport: narrow, colorScheme: 'light' },
  },
  { name: 'playground-narrow-dark', username: 'admin', options: { viewport: narrow, colorScheme: 'dark' } },
  {
    name: 'subscription-wide-light',
    username: 'billing-manager',
    options: { viewport: wide, colorScheme: 'light' },
    subscription,
  },
  {
    name: 'subscription-narrow-dark',
    username: 'billing-manager',
    options: { viewport: narrow, colorScheme: 'dark' },
    subscription: shortSubscription,
  },
];

const wanted = process.argv.slice(2);
const system = await startRunningSystem({ flags: [] });
const browser = await launchChromium();
try {
  for (const picture of pictures)
    if (wanted.length === 0 || wanted.includes(picture.name)) await take(browser, picture);
} finally {
  await browser.close();
  await system.stop();
}

async function take(chromium: Browser, picture: Picture): Promise<void> {
  const { name, username, options } = picture;
  const context = await chromium.newContext({ ...options, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await openPlayground(page, system.pageUrl);
  await signIn(page, username, developmentPassword);
  if (picture.subscription === undefined) await query(page, options.viewport === wide);
  else await subscribe(page, picture.subscription);
  // The pointer would leave a tooltip in the picture.
  await page.mouse.move(0, 0);
  await page.getByRole('tooltip').waitFor({ state: 'hidden' });
  const path = `${docs}${name}.png`;
  await page.screenshot({ path });
  console.info(path);
  await context.close();
}

async function query(page: Page, isWide: boolean): Promise<void> {
  if (isWide) await page.getByRole('button', { name: 'Show GraphiQL Explorer' }).click();
  await writeQuery(page, invoices);
  await prettify(page);
  await runQuery(page, () => page.getByRole('button', { name: /^Execute query/ }).click());
  await page.locator('.graphiql-response').getByText('invoices').first().waitFor();
}

/** Shows one that runs, and that it has been told of more than the value of now. */
async function subscribe(page: Page, document: string): Promise<void> {
  await writeQuery(page, document);
  await page.keyboard.press('ControlOrMeta+Enter');
  const answer = page.locator('.graphiql-response');
  await answer.getByText('invoicesPerSecond').waitFor();
  await prettify(page);
  const first = await answer.textContent();
  await waitFor('the next event', async () => (await answer.textContent()) !== first);
}
