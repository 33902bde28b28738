import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { writeCii } from '#documents/cii/write-cii.ts';
import type { EInvoice } from '#documents/model/e-invoice.ts';
import { renderPdf } from '#documents/pdf/render-pdf.ts';
import { writeUbl } from '#documents/ubl/write-ubl.ts';
import { createLog } from '#platform/log/log.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { withOwnSellers } from '../../batch/documents/own-sellers.ts';
import { loadFile } from '../../batch/load/load-file.ts';
import { createTestLedger } from '../../batch/load/testing/test-ledger.ts';
import { findMapping } from '../../batch/mapping/find-mapping.ts';
import { anySeller } from '../../batch/mapping/testing/any-seller.ts';
import { randomDocument } from '../documents/random-documents.ts';

/** Documents of billing with numbers of their own; every tenth becomes a PDF. */
const documents: readonly EInvoice[] = fc
  .sample(randomDocument, { numRuns: pickSize({ quick: 60, long: 1_000 }), seed: 19 })
  .map((document, index) => ({ ...document, number: `D-${String(index).padStart(4, '0')}` }));

async function toFile(document: EInvoice, index: number): Promise<[name: string, content: string | Buffer]> {
  if (index % 10 === 0) {
    const facturX = Buffer.from(writeCii(document));
    return [`${document.number}.pdf`, await renderPdf(document, { language: 'fr', facturX })];
  }
  return [`${document.number}.xml`, index % 2 === 0 ? writeCii(document) : writeUbl(document)];
}

/** The figures of a document as the ledger has them: those of a credit note are below zero. */
function toFigures({ typeCode, currency, issueDate, buyer, totals }: EInvoice) {
  const sign = typeCode === '381' ? -1n : 1n;
  return {
    kind: typeCode === '381' ? 'CREDIT_NOTE' : 'INVOICE',
    currency,
    day: issueDate,
    customer: buyer.name,
    net: String(sign * totals.netMinor),
    tax: String(sign * totals.taxMinor),
    total: String(sign * totals.grossMinor),
  };
}

test('a folder with documents of billing in all forms gives the same invoices and sums', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'document-folder-'));
  t.after(() => rm(folder, { recursive: true }));
  const ledger = await createTestLedger();
  t.after(() => ledger.close());
  for (const [index, document] of documents.entries()) {
    const [name, content] = await toFile(document, index);
    await writeFile(join(folder, name), content);
  }
  const result = await loadFile(
    {
      path: folder,
      mapping: withOwnSellers(await findMapping('documents'), ['FR11123456782', '123456782']),
      skipLimit: null,
      reasonPercent: null,
      workers: 2,
      chunkRows: 50,
      rejectPath: `${folder}.rejects.csv`,
      parameters: {},
    },
    {
      openDatabase: async () => ledger.url,
      seller: anySeller,
      log: createLog({ name: 'document-folder', level: 'silent' }),
      signal: new AbortController().signal,
      onBegin: () => undefined,
    },
  );
  t.after(() => rm(`${folder}.rejects.csv`, { force: true }));
  assert.equal(result.failure, undefined);
  const rows = await ledger.admin`
    select number, kind, currency, issue_date::text as day, customer_name as customer, net_minor::text as net,
      tax_minor::text as tax, total_minor::text as total
    from billing.invoices order by number`;
  const rejected = await ledger.admin`
    select distinct code, cells[1] as number from batch.rejects order by number`;
  const refused = new Set(rejected.map(({ number }) => number));
  const expected = documents.filter(({ number }) => !refused.has(number));
  assert.deepEqual(
    rows.map((row) => ({ ...row })),
    expected.map((document) => ({ number: document.number, ...toFigures(document) })),
  );
  // VAT of prices that include it, and of a part of an invoice, may be another than base by rate, which the ledger does not hold.
  assert.deepEqual([...new Set(rejected.map(({ code }) => code))], ['BR-CO-17']);
  t.diagnostic(`${rows.length} of ${documents.length} documents loaded`);
});
