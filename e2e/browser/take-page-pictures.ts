import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { startRunningSystem } from '../running-system.ts';
import { launchChromium } from './chromium.ts';
import { type VisitOptions, Visitor } from './visitor.ts';

/**
 * Takes the pictures of the page for the documentation: `node e2e/browser/take-page-pictures.ts [name ...]`, all of them without a
 * name.
 */
const docs = fileURLToPath(new URL('../../docs/', import.meta.url));

interface PagePicture {
  readonly name: string;
  readonly user: string;
  readonly path: string;
  readonly options: VisitOptions;
  /** Goes on from the path to what is shown. */
  readonly show?: (page: Page) => Promise<void>;
}

const openFirstInvoice = async (page: Page) => {
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByRole('heading', { level: 2 }).first().waitFor();
};

const pictures: readonly PagePicture[] = [
  { name: 'page-live-light', user: 'billing-manager', path: '/', options: {} },
  {
    name: 'page-live-dark-french',
    user: 'billing-manager',
    path: '/',
    options: { theme: 'dark', language: 'fr' },
  },
  { name: 'page-invoices-light', user: 'billing-manager', path: '/invoices', options: {} },
  {
    name: 'page-invoices-narrow-dark',
    user: 'billing-manager',
    path: '/invoices',
    options: { theme: 'dark', width: 390 },
  },
  {
    name: 'page-invoice-light',
    user: 'billing-manager',
    path: '/invoices',
    options: { height: 1000 },
    show: openFirstInvoice,
  },
  { name: 'page-editor-french', user: 'admin', path: '/invoices/new', options: { language: 'fr' } },
  {
    name: 'page-print',
    user: 'billing-manager',
    path: '/invoices',
    options: { width: 800, height: 1130 },
    show: async (page) => {
      await openFirstInvoice(page);
      await page.goto(`${page.url()}/print`);
      await page.getByRole('table').first().waitFor();
      await page.emulateMedia({ media: 'print' });
    },
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

async function take(chromium: Browser, { name, user, path, options, show }: PagePicture): Promise<void> {
  await using visitor = await Visitor.open(chromium, system, options);
  await visitor.signIn(user, path);
  await visitor.page.waitForLoadState('networkidle');
  await show?.(visitor.page);
  // A chart has its first points by then.
  if (path === '/') await visitor.page.waitForTimeout(12_000);
  const file = `${docs}${name}.png`;
  await visitor.page.screenshot({ path: file });
  console.info(file);
}
