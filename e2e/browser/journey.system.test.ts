import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { startRunningSystem } from '../running-system.ts';
import { BrowserSuite } from './browser-suite.ts';
import {
  addCustomer,
  creditLine,
  issueByKeyboard,
  journeyCustomer,
  journeyLines,
  makeBillingManager,
  recordPayment,
  register,
  writeInvoice,
} from './journey-steps.ts';
import { readPrintedStatistics } from './printed-statistics.ts';
import type { Visitor } from './visitor.ts';

// A system as `npm start` makes it, with its demo in pounds and its simulator, so that the journey's invoice is the only one in euros
// that is not simulated.
const suite = new BrowserSuite(() => startRunningSystem({ flags: [] }));
const { skip, open } = suite;

const camille = { username: 'camille', firstName: 'Camille', lastName: 'Durand' };
/** In thirty days. */
const dueAt = new Date(Date.now() + 30 * 24 * 3_600_000);

/** A text as the page writes it, for a search: narrow spaces, which French puts into numbers, are like others. */
const plain = (text: string | null) => (text ?? '').replace(/[\u00a0\u202f]/g, ' ').trim();

async function readRow(row: Locator): Promise<string[]> {
  return (await row.locator('th, td').allTextContents()).map(plain);
}

/** The totals below a document, by their names. */
async function readTotals(page: Page): Promise<Record<string, string>> {
  const rows = await page.getByRole('article').locator('table').last().getByRole('row').all();
  const cells = await Promise.all(rows.map(readRow));
  return Object.fromEntries(cells.map(([name = '', amount = '']) => [name, amount]));
}

const ofEuros = (page: Page) =>
  page
    .getByRole('table', { name: 'All time' })
    .getByRole('row')
    .filter({ has: page.getByRole('cell', { name: 'EUR', exact: true }) });

test('from registering to print, every figure is the same to the cent wherever it stands', {
  skip,
  timeout: 600_000,
}, async () => {
  await using writer = await open({ language: 'fr' });
  await using watcher = await open();
  const { page } = writer;
  const live = watcher.page;

  // Somebody registers, and an administrator gives them their role, which ends their session.
  await register(writer, camille);
  await using admin = await open();
  await makeBillingManager(admin, camille.username);
  await using manager = await open();
  await addCustomer(manager, journeyCustomer);

  // A colleague looks on.
  await watcher.signIn('billing-manager', '/?simulated=hide');
  await live.getByRole('status').getByText('Live', { exact: true }).waitFor();
  assert.equal(await ofEuros(live).count(), 0, 'nobody has issued one in euros before');

  await writer.signIn(camille.username);
  const dueDate = new Intl.DateTimeFormat('fr', { timeZone: 'UTC' }).format(dueAt);
  await writeInvoice(page, journeyCustomer, journeyLines, { dueDate, note: 'Merci de votre confiance.' });
  const sums = page.getByRole('region', { name: 'Totaux' }).getByRole('row');
  await sums.filter({ hasText: /^À payer/ }).waitFor();
  const written = (await Promise.all((await sums.all()).map(readRow))).map((cells) => cells.join(' '));
  // Computed by hand: 2,5 × 1 234,56 = 3 086,40 at 20 %: 617,28; 89,90 at 10 %: 8,99; 3 × 9,99 = 29,97 at 5,5 %: 1,64835, thus 1,65.
  // Together 3 206,27 and 627,92 of tax: 3 834,19. Of it 1 834,19 is paid, and the second line, 98,89, is credited: 1 901,11 are left.
  assert.deepEqual(written, [
    'Lignes HT 3 206,27 EUR',
    'Total HT 3 206,27 EUR',
    'Taux normal ou réduit (S), 5,5 % 1,65 EUR',
    'Taux normal ou réduit (S), 10 % 8,99 EUR',
    'Taux normal ou réduit (S), 20 % 617,28 EUR',
    'TVA 627,92 EUR',
    'À payer 3 834,19 EUR',
  ]);
  const number = await issueByKeyboard(page);

  const arrived = live.getByRole('table', { name: 'Newest invoices' }).getByRole('row').nth(1);
  await arrived.filter({ hasText: number }).waitFor();
  const [, name, , amount] = await readRow(arrived);
  assert.deepEqual([name, amount], [journeyCustomer, 'EUR 3,834.19']);
  await ofEuros(live).filter({ hasText: '3,834.19' }).waitFor();

  await recordPayment(page, '1 834,19', 'VIR-0001');
  await page.getByRole('main').getByText('Payée en partie', { exact: true }).first().waitFor();
  await creditLine(page, 'Trajet', '1');
  await page
    .getByRole('row', { name: /^Reste à payer/ })
    .filter({ hasText: /1\s901,11/ })
    .waitFor();
  const left = {
    'Total HT': '3 206,27 EUR',
    TVA: '627,92 EUR',
    'Total TTC': '3 834,19 EUR',
    Payé: '1 834,19 EUR',
    Avoirs: '98,89 EUR',
    'Reste à payer': '1 901,11 EUR',
  };
  assert.deepEqual(await readTotals(page), left);

  await ofEuros(live).filter({ hasText: '1,834.19' }).filter({ hasText: '98.89' }).waitFor();
  assert.deepEqual(await readRow(ofEuros(live)), [
    'EUR',
    '1',
    'EUR 3,834.19',
    'EUR 98.89',
    'EUR 0.00',
    'EUR 3,735.30',
    'EUR 1,834.19',
  ]);

  // The same figures in the list, at the customer, in what a command prints, and on paper.
  await page.getByRole('navigation', { name: 'Principale' }).getByRole('link', { name: 'Factures' }).click();
  const listed = page
    .getByRole('table')
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: number, exact: true }) });
  await listed.waitFor();
  const inList = await readRow(listed);
  assert.ok(inList.includes('3 834,19 EUR') && inList.includes('1 901,11 EUR'), inList.join(' | '));
  await listed.getByRole('link').first().click();
  await page.getByRole('article').getByRole('link', { name: journeyCustomer }).click();
  await page.getByRole('heading', { level: 1, name: journeyCustomer }).waitFor();
  const due = page.getByRole('table', { name: 'Reste à payer, par jours de retard' }).getByRole('row');
  await due.nth(1).waitFor();
  assert.deepEqual((await readRow(due.nth(1))).at(-1), '1 901,11 EUR');
  assert.deepEqual((await readPrintedStatistics(suite.system))['EUR'], {
    count: 1,
    total: '3834.19',
    net: '3735.30',
    paid: '1834.19',
  });

  await page.goBack();
  await page.getByRole('link', { name: 'Imprimer' }).click();
  await page.getByRole('article').waitFor();
  await assertPrints(writer, number);
});

/** Looks at the document as it goes to paper: all that an invoice must say, on one sheet, and nothing of what is around it. */
async function assertPrints({ page }: Visitor, number: string): Promise<void> {
  const main = page.getByRole('main');
  await page.emulateMedia({ media: 'print' });
  // biome-ignore lint/performance/useDomNodeTextContent: what is not displayed does not print
  const text = plain(await main.innerText());
  const due = new Intl.DateTimeFormat('fr', { dateStyle: 'medium', timeZone: 'UTC' }).format(dueAt);
  // Article 242 nonies A of annexe II of the code général des impôts, and article L441-9 of the code de commerce.
  for (const demanded of [
    `Facture ${number}`,
    "Comptoir Exemple SAS\n\n12 rue de l'Exemple\n\n69003 Lyon\n\nFrance\n\nFR11123456782",
    `${journeyCustomer}\n\n155 rue Saint-Honoré\n\n75001 Paris\n\nFrance\n\nNuméro de TVA ou d’immatriculation : FR40303265045`,
    /\nDate : \d{1,2} \S+ \d{4}\n/,
    `Échéance : ${due}`,
    /Conseil en organisation\s+2,5 jour\s+1 234,56 EUR\s+20 %\s+3 086,40 EUR/,
    /Trajet\s+1 forfait\s+dont 1 en avoir\s+89,90 EUR\s+10 %\s+89,90 EUR/,
    /Guide imprimé\s+3 pièce\s+9,99 EUR\s+5,5 %\s+29,97 EUR/,
    /réduit\s+5,5 %\s+29,97 EUR\s+1,65 EUR/,
    /réduit\s+10 %\s+89,90 EUR\s+8,99 EUR/,
    /réduit\s+20 %\s+3 086,40 EUR\s+617,28 EUR/,
    /Total HT\s+3 206,27 EUR/,
    /Total TTC\s+3 834,19 EUR/,
    /Reste à payer\s+1 901,11 EUR/,
    'Merci de votre confiance.',
    'IBAN FR1420041010050500013M02606, BIC PSSTFRPPPAR',
    "Pénalités de retard : trois fois le taux d'intérêt légal.",
    'capital de 10 000,00 EUR · RCS Lyon · SIREN 123456782',
  ])
    assert.ok(
      typeof demanded === 'string' ? text.includes(demanded) : demanded.test(text),
      `${demanded} is not in:\n${text}`,
    );
  for (const around of ['navigation', 'banner', 'button', 'status'] as const)
    for (const one of await page.getByRole(around).all()) assert.equal(await one.isVisible(), false, around);
  // As wide as what the margins leave of a sheet of A4.
  await page.setViewportSize({ width: 680, height: 1_000 });
  assert.deepEqual(await findOverlaps(page), []);
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  assert.equal(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length, 1, 'one sheet');
}

/** Texts of the document that run over each other or over the edge of the paper. */
async function findOverlaps(page: Page): Promise<string[]> {
  return (await page.evaluate(`(() => {
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const boxes = [];
    while (walker.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      for (const box of range.getClientRects())
        if (box.width > 1 && box.height > 1) boxes.push({ text: walker.currentNode.textContent, box });
    }
    const isOver = (one, other) =>
      one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 4 && other.top < one.bottom - 4;
    return boxes.flatMap(({ text, box }, index) => [
      ...(box.right > innerWidth ? [text + ' is over the edge'] : []),
      ...boxes.slice(index + 1).filter((other) => isOver(box, other.box)).map((other) => text + ' is over ' + other.text),
    ]);
  })()`)) as string[];
}
