import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import { createGraphqlClient } from '#platform/testing/graphql-client.ts';
import { startRunningSystem } from '../running-system.ts';
import { launchChromium } from './chromium.ts';
import {
  addCustomer,
  creditLine,
  issueByKeyboard,
  journeyCustomer,
  journeyLines,
  recordPayment,
  writeInvoice,
} from './journey-steps.ts';
import { ShopGraph, usersSdl } from './shop-graph.ts';
import { type VisitOptions, Visitor } from './visitor.ts';

/**
 * Takes the pictures of the page for the documentation: `node e2e/browser/take-page-pictures.ts [name ...]`, all of them without a
 * name. What they show is a journey: a customer is added, an invoice written in French, issued, paid in part and credited; and a
 * graph of the registry with a check that fails.
 */
const docs = fileURLToPath(new URL('../../docs/', import.meta.url));

interface PagePicture {
  readonly name: string;
  /**
   * A path of the page; `INVOICE` stands for that of the journey's invoice, `PORTAL` for the link of its customer, `DISPUTE` for that of its dispute,
   * `CHECK` for that of the check.
   */
  readonly path: string;
  readonly options: VisitOptions;
  /** Whoever looks at it, if it is not the billing manager; null for somebody without an account. */
  readonly user?: string | null;
  /** True for the page as it goes to paper. */
  readonly isPrinted?: boolean;
}

const narrow = 390;
const pictures: readonly PagePicture[] = [
  { name: 'page-live-light', path: '/', options: {} },
  { name: 'page-live-dark-french', path: '/', options: { theme: 'dark', language: 'fr' } },
  { name: 'page-live-narrow', path: '/', options: { width: narrow } },
  { name: 'page-invoices-light', path: '/invoices', options: {} },
  { name: 'page-invoices-narrow-dark', path: '/invoices', options: { theme: 'dark', width: narrow } },
  { name: 'page-invoice-light', path: 'INVOICE', options: { height: 1_000 } },
  {
    name: 'page-invoice-dark-french',
    path: 'INVOICE',
    options: { theme: 'dark', language: 'fr', height: 1_000 },
  },
  { name: 'page-invoice-narrow', path: 'INVOICE', options: { width: narrow, height: 1_000 } },
  {
    name: 'page-portal-narrow',
    path: 'PORTAL',
    user: null,
    options: { language: 'fr', width: narrow, height: 1_000 },
  },
  { name: 'page-dispute-light', path: 'DISPUTE', options: {} },
  { name: 'page-check-light', path: 'CHECK', user: 'admin', options: { height: 1_200 } },
  {
    name: 'page-usage-dark-french',
    path: '/graph/shop/current/usage',
    user: 'admin',
    options: { theme: 'dark', language: 'fr' },
  },
  {
    name: 'page-print',
    path: 'INVOICE/print',
    options: { language: 'fr', width: 800, height: 800 },
    isPrinted: true,
  },
];

const wanted = process.argv.slice(2);
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
const system = await startRunningSystem({ flags: [] });
const browser = await launchChromium();
try {
  const invoice = await travel(browser);
  const paths = { INVOICE: invoice, ...(await dispute(invoice)), CHECK: await checkShop() };
  for (const picture of pictures) if (isWanted(picture.name)) await take(browser, picture, paths);
} finally {
  await browser.close();
  await system.stop();
}

/** Makes the journey, and takes pictures of it on the way. @returns the path of its invoice */
async function travel(chromium: Browser): Promise<string> {
  await using manager = await Visitor.open(chromium, system);
  await addCustomer(manager, journeyCustomer);
  await using writer = await Visitor.open(chromium, system, { language: 'fr', height: 1_000 });
  const { page } = writer;
  await writer.signIn('billing-manager');
  const dueDate = new Intl.DateTimeFormat('fr').format(Date.now() + 30 * 24 * 3_600_000);
  await writeInvoice(page, journeyCustomer, journeyLines, { dueDate, note: 'Merci de votre confiance.' });
  await page.getByText(/^Calculés par le serveur à /).waitFor();
  await page.setViewportSize({ width: 1_280, height: 1_460 });
  await save(page, 'page-editor-french');
  await page.setViewportSize({ width: 1_280, height: 1_000 });
  await issueByKeyboard(page);
  await page.getByRole('button', { name: 'Enregistrer un paiement' }).click();
  await save(page, 'page-payment-french');
  await page.keyboard.press('Escape');
  await recordPayment(page, '1 834,19', 'VIR-0001');
  await creditLine(page, 'Trajet', '1');
  return new URL(page.url()).pathname;
}

/** Makes a link of the portal for an invoice, and disputes it. @returns the paths of both */
async function dispute(invoicePath: string): Promise<{ readonly PORTAL: string; readonly DISPUTE: string }> {
  const client = createGraphqlClient(system.gatewayUrl, await system.tokenOf('billing-manager'));
  const invoiceId = invoicePath.replace(/^.*\//, '');
  const { url } = await callMutation<TestRefusal & { readonly url: string }>(
    client,
    'createPortalLink',
    { invoiceId, idempotencyKey: randomUUID() },
    'url',
  );
  const { request } = await callMutation<TestRefusal & { readonly request: { readonly id: string } }>(
    client,
    'createRequest',
    {
      kind: 'DISPUTE',
      title: 'Half a day too much',
      text: 'The customer says that the consultant left at noon on the second day.',
      urgency: 'HIGH',
      deadline: new Date(Date.now() + 20 * 3_600_000).toISOString(),
      invoiceId,
      disputedAmount: '617.28',
      idempotencyKey: randomUUID(),
    },
    'request { id }',
  );
  return { PORTAL: new URL(url).pathname, DISPUTE: `/requests/${request.id}` };
}

/** Publishes a graph to the registry and checks a schema that breaks a client. @returns the path of the check */
async function checkShop(): Promise<string> {
  const shop = await ShopGraph.publish(system);
  const { targetUrl } = await shop.check(usersSdl.breaking, 'feature/no-names');
  return new URL(targetUrl).pathname;
}

async function take(
  chromium: Browser,
  { name, path, user = 'billing-manager', options, isPrinted = false }: PagePicture,
  paths: Readonly<Record<'INVOICE' | 'PORTAL' | 'DISPUTE' | 'CHECK', string>>,
): Promise<void> {
  await using visitor = await Visitor.open(chromium, system, options);
  const { page } = visitor;
  const shown = path.replace(/[A-Z]{2,}/, (place) => paths[place as keyof typeof paths]);
  if (user === null) await visitor.go(shown);
  else await visitor.signIn(user, shown);
  await page.waitForLoadState('networkidle');
  // A chart has its first points by then.
  if (path === '/') await page.waitForTimeout(12_000);
  if (isPrinted) await page.emulateMedia({ media: 'print' });
  await save(page, name);
}

async function save(page: Page, name: string): Promise<void> {
  if (!isWanted(name)) return;
  const file = `${docs}${name}.png`;
  // Where the pointer is, something would be marked.
  await page.mouse.move(0, 0);
  await page.screenshot({ path: file });
  console.info(file);
}
