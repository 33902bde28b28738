import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import fc from 'fast-check';
import { writeCii } from '#documents/cii/write-cii.ts';
import type { EInvoice } from '#documents/model/e-invoice.ts';
import { renderPdf } from '#documents/pdf/render-pdf.ts';
import type { DocumentLanguage } from '#documents/pdf/words.ts';
import { sampleInvoice } from '#documents/testing/sample-invoice.ts';
import { createTestPng } from '#schema/seller/testing/test-logo.ts';
import { pictureDocuments } from './pictures/documents.ts';
import { renderPicture } from './pictures/render-picture.ts';
import { randomDocument } from './random-documents.ts';
import { validate } from './validate.ts';

const classPath = process.env['DOCUMENT_VALIDATORS_CLASS_PATH'] ?? '';
const documentCount = Number(process.env['PDF_DOCUMENT_COUNT'] ?? '20');
const languages: readonly DocumentLanguage[] = ['en', 'fr'];

function render(document: EInvoice, language: DocumentLanguage): Promise<Buffer> {
  return renderPdf(document, { language, facturX: Buffer.from(writeCii(document)), look });
}

/** With a picture that has transparency, as PDF/A-3 allows it. */
const look = {
  logo: createTestPng({ width: 150, height: 44 }),
  color: '#0f5e5c',
  introduction: 'Merci de votre commande.',
  closing: 'À bientôt.',
};

const sampleCreditNote: EInvoice = {
  ...sampleInvoice,
  typeCode: '381',
  number: 'A-2026-000001',
  references: { precedingInvoices: [{ number: 'F-2026-000042', issueDate: '2026-09-01' }] },
};

/** Names in scripts that other fonts draw, from left to right and from right to left, and one that no font has. */
const names = [
  '株式会社東京商事',
  '北京贸易有限公司',
  '서울 상사',
  'Ελληνική Εταιρεία',
  'ООО Ромашка',
  'Việt Nam',
  'شركة 123 النور',
  'שלום 123 עולם',
  'Ox \u{10308} Ltd',
];

test('every document is PDF/A-3b and Factur-X, in English and in French', async (context) => {
  const documents: EInvoice[] = [
    sampleInvoice,
    sampleCreditNote,
    ...names.map((name) => ({ ...sampleInvoice, buyer: { ...sampleInvoice.buyer, name } })),
    ...pictureDocuments.map(({ document }) => document),
    ...fc.sample(randomDocument, { numRuns: documentCount, seed: 43 }),
  ];
  const files = new Map<string, Buffer>();
  for (const [index, document] of documents.entries())
    for (const language of languages) files.set(`${index}-${language}.pdf`, await render(document, language));
  const findings = await validate(classPath, files);
  assert.deepEqual(findings.slice(0, 20), []);
  context.diagnostic(`${files.size} PDF files, ${findings.length} findings`);
});

test('documents have the bytes that they had on other machines', async () => {
  const expected = JSON.parse(await readFile(new URL('pictures/hashes.json', import.meta.url), 'utf8'));
  const found: Record<string, string> = {};
  for (const picture of pictureDocuments)
    found[picture.name] = createHash('sha256')
      .update(await renderPicture(picture))
      .digest('hex');
  assert.deepEqual(found, expected);
});

test('a file that is wrong is refused by whoever is to judge it', async () => {
  const right = await render(sampleInvoice, 'en');
  const { totals } = sampleInvoice;
  const wrongTotal = { ...sampleInvoice, totals: { ...totals, grossMinor: totals.grossMinor + 1n } };
  const files = new Map([
    ['right.pdf', right],
    ['truncated.pdf', right.subarray(0, right.length / 2)],
    ['part-1.pdf', replaceText(right, '<pdfaid:part>3<', '<pdfaid:part>1<')],
    ['unrelated-file.pdf', replaceText(right, '/AFRelationship', '/AGRelationship')],
    ['other-profile.pdf', replaceText(right, '>EN 16931</fx:', '>EN 1693x</fx:')],
    ['without-xml.pdf', await renderPdf(sampleInvoice, { language: 'en' })],
    ['wrong-total.pdf', await render(wrongTotal, 'en')],
  ]);
  const findings = await validate(classPath, files);
  const sourcesOf = (name: string) =>
    new Set(findings.filter(({ file }) => file === name).map(({ source }) => source));
  assert.deepEqual(sourcesOf('right.pdf'), new Set());
  for (const name of ['truncated.pdf', 'part-1.pdf', 'unrelated-file.pdf'])
    assert.ok(sourcesOf(name).has('veraPDF'), name);
  for (const name of ['other-profile.pdf', 'without-xml.pdf', 'wrong-total.pdf'])
    assert.ok(sourcesOf(name).has('Mustang'), name);
});

/** Replaces a text by one of equal length, so that all places in the file stay as they are. */
function replaceText(bytes: Buffer, text: string, other: string): Buffer {
  assert.equal(text.length, other.length);
  const all = bytes.toString('latin1');
  assert.ok(all.includes(text), text);
  return Buffer.from(all.replace(text, other), 'latin1');
}
