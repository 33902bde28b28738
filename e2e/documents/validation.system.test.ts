import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { writeCii } from '#documents/cii/write-cii.ts';
import type { EInvoice } from '#documents/model/e-invoice.ts';
import { findRuleViolations } from '#documents/rules/find-rule-violations.ts';
import { sampleInvoice } from '#documents/testing/sample-invoice.ts';
import { writeUbl } from '#documents/ubl/write-ubl.ts';
import { randomDocument, toDocument } from './random-documents.ts';
import { roundingCases } from './rounding-cases.ts';
import { validate } from './validate.ts';

const classPath = process.env['DOCUMENT_VALIDATORS_CLASS_PATH'] ?? '';
const documentCount = Number(process.env['DOCUMENT_COUNT'] ?? '200');

/** A warning of Factur-X's rules on the empty element of the delivery, which the schema asks for. */
const emptyElementWarning = 'FX-SCH-A-000372';

/** Writes documents in both syntaxes. */
function toFiles(documents: ReadonlyMap<string, EInvoice>): Map<string, string> {
  return new Map(
    [...documents].flatMap(([name, document]): [string, string][] => [
      [`${name}.cii.xml`, writeCii(document)],
      [`${name}.${document.typeCode === '381' ? 'creditnote' : 'invoice'}.xml`, writeUbl(document)],
    ]),
  );
}

const roundingDocuments = roundingCases.flatMap(({ report, draft }, index) =>
  [undefined, 100].map((creditedPercent): [string, EInvoice] => [
    `rounding-${index}-${report.replace(/\W+/g, '-')}-${creditedPercent ?? 0}`,
    toDocument(draft, {
      number: `F-2026-${index}`,
      currency: 'EUR',
      exemption: 'E',
      ...(creditedPercent !== undefined && { creditedPercent }),
    }),
  ]),
);

test('the cases at which other systems rounded wrongly have the VAT that is right', () => {
  for (const [index, [name, document]] of roundingDocuments.entries())
    assert.equal(document.totals.taxMinor, roundingCases[Math.floor(index / 2)]?.taxMinor, name);
});

test('no rule of EN 16931 or Factur-X is violated by documents with the figures of billing', async (context) => {
  const random = fc
    .sample(randomDocument, { numRuns: documentCount, seed: 42 })
    .map((document, index): [string, EInvoice] => [`random-${index}`, document]);
  const documents = new Map([['mustang-sample', sampleInvoice], ...roundingDocuments, ...random]);
  for (const [name, document] of documents) assert.deepEqual(findRuleViolations(document), [], name);
  const files = toFiles(documents);
  const findings = (await validate(classPath, files)).filter(({ rule }) => rule !== emptyElementWarning);
  assert.deepEqual(findings.slice(0, 20), []);
  context.diagnostic(`${files.size} documents, ${findings.length} findings`);
});

test('what is wrong is found in both syntaxes, with the name of its rule', async () => {
  const { totals } = sampleInvoice;
  const documents: Readonly<Record<string, EInvoice>> = {
    total: { ...sampleInvoice, totals: { ...totals, grossMinor: totals.grossMinor + 1n } },
    currency: { ...sampleInvoice, currency: 'KWD' },
    lines: { ...sampleInvoice, lines: [] },
    buyer: { ...sampleInvoice, buyer: { ...sampleInvoice.buyer, name: '' } },
  };
  const findings = await validate(classPath, toFiles(new Map(Object.entries(documents))));
  const rulesOf = (file: string) =>
    findings.filter((finding) => finding.file === file).map(({ rule }) => rule);
  for (const syntax of ['cii', 'invoice']) {
    assert.ok(
      rulesOf(`total.${syntax}.xml`).includes('BR-CO-15'),
      `${syntax} ${rulesOf(`total.${syntax}.xml`)}`,
    );
    assert.ok(
      rulesOf(`lines.${syntax}.xml`).includes('BR-16'),
      `${syntax} ${rulesOf(`lines.${syntax}.xml`)}`,
    );
    assert.ok(
      rulesOf(`buyer.${syntax}.xml`).includes('BR-07'),
      `${syntax} ${rulesOf(`buyer.${syntax}.xml`)}`,
    );
  }
});

test('Mustang refuses a document that is wrong', async () => {
  const wrong = { ...sampleInvoice, totals: { ...sampleInvoice.totals, grossMinor: 1n } };
  const findings = await validate(classPath, new Map([['mustang-wrong.cii.xml', writeCii(wrong)]]));
  assert.ok(findings.some(({ source }) => source === 'Mustang'));
});
