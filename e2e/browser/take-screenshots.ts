import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { startRunningSystem } from '../running-system.ts';
import { launchChromium } from './chromium.ts';
import { openPlayground, runQuery, signIn } from './playground-page.ts';

/** Takes the pictures of the playground for the documentation: `node e2e/browser/take-screenshots.ts`. */
const password = 'Facturation-2026';
const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 780 };

const pictures: readonly { name: string; username: string; options: BrowserContextOptions }[] = [
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
];

const system = await startRunningSystem({ flags: ['--no-simulator'] });
const browser = await launchChromium();
try {
  for (const picture of pictures) await take(browser, picture);
} finally {
  await browser.close();
  await system.stop();
}

async function take(
  chromium: Browser,
  { name, username, options }: (typeof pictures)[number],
): Promise<void> {
  const context = await chromium.newContext({ ...options, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await openPlayground(page, system.pageUrl);
  await signIn(page, username, password);
  if (options.viewport === wide) await page.getByRole('button', { name: 'Show GraphiQL Explorer' }).click();
  await runQuery(page, () => page.getByRole('button', { name: /^Execute query/ }).click());
  await page.locator('.graphiql-response').getByText('invoices').first().waitFor();
  // The pointer would leave a tooltip in the picture.
  await page.mouse.move(0, 0);
  await page.getByRole('tooltip').waitFor({ state: 'hidden' });
  const path = `${docs}${name}.png`;
  await page.screenshot({ path });
  console.info(path);
  await context.close();
}
