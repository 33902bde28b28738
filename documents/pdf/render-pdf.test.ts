import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestPng } from '#schema/seller/testing/test-logo.ts';
import type { EInvoice } from '../model/e-invoice.ts';
import { sampleInvoice } from '../testing/sample-invoice.ts';
import { renderPdf } from './render-pdf.ts';
import { readPdf } from './testing/read-pdf.ts';

/** The sample with as many lines as asked for, each of 100.00. */
function withLines(count: number, name = 'Article'): EInvoice {
  const [line] = sampleInvoice.lines;
  assert.ok(line);
  return {
    ...sampleInvoice,
    lines: Array.from({ length: count }, (_, index) => ({
      ...line,
      id: `${index + 1}`,
      item: { name: `${name} ${index + 1}` },
    })),
  };
}

/** Intl writes spaces that do not break, of two widths. */
function plain(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}

test('a French invoice says all that the law asks for', async () => {
  const { pages } = readPdf(await renderPdf(sampleInvoice, { language: 'fr' }));
  assert.equal(pages.length, 1);
  const text = plain(pages.join());
  for (const expected of [
    'Facture',
    'F-2026-000042',
    '1er septembre 2026',
    'SIREN 123456782',
    'SIRET 12345678200010',
    'N° TVA FR11123456782',
    'Dupont & Fils',
    'Le Havre',
    'PO-1234',
    'Geste (10 %) : −5,00 €',
    '135,00 €',
    '27,00 €',
    '162,00 € à payer au plus tard le 1er octobre 2026',
    'FR14 2004 1010 0505 0001 3M02 606',
    'Payable à 30 jours',
    'Indemnité forfaitaire pour frais de recouvrement : 40 €.',
    'Pas d’escompte pour paiement anticipé.',
    'SAS au capital de 10 000 €',
    'Page 1 sur 1',
  ])
    assert.ok(text.includes(expected), `${expected} is missing in: ${text}`);
});

test('an English credit note names the invoice that it corrects, and asks for no payment', async () => {
  const creditNote: EInvoice = {
    ...sampleInvoice,
    typeCode: '381',
    number: 'CN-2026-000001',
    references: { precedingInvoices: [{ number: 'F-2026-000042', issueDate: '2026-09-01' }] },
  };
  const text = plain(readPdf(await renderPdf(creditNote, { language: 'en' })).pages.join());
  for (const expected of ['Credit note', '€162.00 credited', 'F-2026-000042 (1 September 2026)'])
    assert.ok(text.includes(expected), `${expected} is missing in: ${text}`);
  assert.doesNotMatch(text, /IBAN|Scan to pay|due/);
});

test('an allowance on two rates is one sum, and an exemption has its reason below the table of VAT', async () => {
  const [adjustment] = sampleInvoice.adjustments ?? [];
  assert.ok(adjustment);
  const exempt = { category: 'AE', rateMilli: 0 } as const;
  const invoice: EInvoice = {
    ...sampleInvoice,
    adjustments: [adjustment, { ...adjustment, amountMinor: 234n, vat: exempt }],
    vatBreakdown: [
      ...sampleInvoice.vatBreakdown,
      { ...exempt, baseMinor: 0n, taxMinor: 0n, exemptionReason: 'Article 196, Directive 2006/112/EC' },
    ],
  };
  const text = plain(readPdf(await renderPdf(invoice, { language: 'en' })).pages.join());
  assert.match(text, /Remise −€12\.34 Total without VAT/);
  assert.match(text, /AE: Reverse charge €0\.00 €0\.00 Article 196, Directive 2006\/112\/EC/);
});

test('a unit without a code is named beside its figure', async () => {
  const [line] = sampleInvoice.lines;
  assert.ok(line);
  const named = {
    ...line,
    unitCode: 'C62',
    item: { name: 'Livre', attributes: [{ name: 'Unit', value: 'exemplaires' }] },
  };
  const { pages } = readPdf(await renderPdf({ ...sampleInvoice, lines: [named] }, { language: 'fr' }));
  assert.match(plain(pages.join()), /Livre/);
  assert.match(plain(pages.join()), /10 exemplaires/);
  assert.doesNotMatch(pages.join(), /Unit/);
});

test('each page of many lines repeats the head, and carries the sum of its lines forward', async () => {
  const { pages } = readPdf(await renderPdf(withLines(300), { language: 'en' }));
  assert.ok(pages.length > 8);
  let lines = 0;
  for (const [index, page] of pages.map(plain).entries()) {
    assert.ok(page.includes(`Page ${index + 1} of ${pages.length}`));
    const found = page.match(/Article \d+/g)?.length ?? 0;
    if (found === 0) continue;
    assert.match(page, /Description Quantity Unit price VAT Amount/);
    const sum = (count: number) => `€${(count * 100).toLocaleString('en-GB')}.00`;
    if (index > 0) assert.ok(page.includes(`Brought forward ${sum(lines)}`), page);
    lines += found;
    if (lines < 300) assert.ok(page.includes(`Carried forward ${sum(lines)}`), page);
  }
  assert.equal(lines, 300);
});

test('a description that is longer than a page goes on at the next ones', async () => {
  const long = Array.from({ length: 3_000 }, (_, index) => `word${index}`).join(' ');
  const { pages } = readPdf(await renderPdf(withLines(1, long), { language: 'en' }));
  const text = pages.join(' ');
  assert.ok(pages.length > 2);
  for (const index of [0, 1_500, 2_999]) assert.ok(text.includes(`word${index}`));
});

test('names of other scripts are drawn by fonts that have them', async () => {
  const names = [
    '株式会社東京商事',
    '北京贸易有限公司',
    '서울 상사',
    'Ελληνική Εταιρεία',
    'ООО Ромашка',
    'Việt Nam',
  ];
  for (const name of names) {
    const invoice = { ...sampleInvoice, buyer: { ...sampleInvoice.buyer, name } };
    const text = readPdf(await renderPdf(invoice, { language: 'en' })).pages.join();
    const letters = text.replaceAll(' ', '');
    assert.ok(letters.includes(name.replaceAll(' ', '')), `${name} is missing in: ${text}`);
  }
});

test('a Hebrew name is drawn from right to left, and a number in it from left to right', async () => {
  const invoice = { ...sampleInvoice, buyer: { ...sampleInvoice.buyer, name: 'שלום 123 עולם' } };
  const text = readPdf(await renderPdf(invoice, { language: 'en' })).pages.join();
  // Marks of the font move letters, so that they are drawn one by one.
  assert.match(text.replaceAll(' ', ''), /םלוע123םולש/);
});

test('a character that no font has is replaced', async () => {
  const invoice = { ...sampleInvoice, buyer: { ...sampleInvoice.buyer, name: 'Ox \u{10308} Ltd' } };
  assert.ok(
    readPdf(await renderPdf(invoice, { language: 'en' }))
      .pages.join()
      .includes('Ox \ufffd Ltd'),
  );
});

test('equal documents have equal bytes, and other ones have others', async () => {
  const facturX = Buffer.from('<invoice/>');
  const first = await renderPdf(sampleInvoice, { language: 'fr', facturX });
  await renderPdf(withLines(3, '株式会社'), { language: 'en' });
  const second = await renderPdf(sampleInvoice, { language: 'fr', facturX });
  assert.ok(first.equals(second));
  assert.ok(!first.equals(await renderPdf({ ...sampleInvoice, number: 'X-1' }, { language: 'fr', facturX })));
});

test('the XML is embedded as Factur-X asks for', async () => {
  const facturX = Buffer.from('<invoice>é</invoice>');
  const bytes = await renderPdf(sampleInvoice, { language: 'fr', facturX });
  assert.deepEqual(readPdf(bytes).embeddedFiles, [facturX]);
  const text = bytes.toString('latin1');
  for (const expected of [
    '<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>',
    '<pdfaid:part>3</pdfaid:part>',
    '/AFRelationship /Alternative',
    '(factur-x.xml)',
    '/Subtype /text#2Fxml',
  ])
    assert.ok(text.includes(expected), `${expected} is missing`);
});

test('a look has a picture, a colour and texts, and does not change the rest', async () => {
  const look = {
    logo: createTestPng({ width: 150, height: 44 }),
    color: '#0f5e5c',
    introduction: 'Merci de votre commande.',
    closing: 'À bientôt à l’atelier.',
  };
  const bytes = await renderPdf(sampleInvoice, { language: 'fr', look });
  const text = plain(readPdf(bytes).pages.join());
  for (const expected of [look.introduction, look.closing, 'F-2026-000042', '162,00 €'])
    assert.ok(text.includes(expected), expected);
  assert.ok(bytes.includes('/Subtype /Image'));
  assert.ok(bytes.equals(await renderPdf(sampleInvoice, { language: 'fr', look })));
  assert.ok(
    (await renderPdf(sampleInvoice, { language: 'fr', look: {} })).equals(
      await renderPdf(sampleInvoice, { language: 'fr' }),
    ),
  );
});
