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
import { randomDocument, randomPartition } from '../documents/random-documents.ts';

/** Documents of billing with numbers of their own, and invoices that are credited in parts; every tenth becomes a PDF. */
const documents: readonly EInvoice[] = [
  ...fc.sample(randomDocument, { numRuns: pickSize({ quick: 60, long: 1_000 }), seed: 19 }),
  ...fc.sample(randomPartition, { numRuns: pickSize({ quick: 20, long: 300 }), seed: 20 }).flat(),
].map((document, index) => ({ ...document, number: `D-${String(index).padStart(4, '0')}` }));

async function toFile(document: EInvoice, index: number): Promise<[name: string, content: string | Buffer]> {
  if (index % 10 === 0) {
    const facturX = Buffer.from(writeCii(document));
    return [`${document.number}.pdf`, await renderPdf(document, { language: 'fr', facturX })];
  }
  return [`${document.number}.xml`, index % 2 === 0 ? writeCii(document) : writeUbl(document)];
}

/** The figures of a document as the ledger has them: those of a credit note are below zero. */
function toFigures({ typeCode, currency, issueDate, buyer, totals, vatBreakdown }: EInvoice) {
  const sign = typeCode === '381' ? -1n : 1n;
  return {
    kind: typeCode === '381' ? 'CREDIT_NOTE' : 'INVOICE',
    currency,
    day: issueDate,
    customer: buyer.name,
    net: String(sign * totals.netMinor),
    tax: String(sign * totals.taxMinor),
    total: String(sign * totals.grossMinor),
    rates: vatBreakdown
      .map(({ rateMilli, category, taxMinor }) => `${rateMilli} ${category} ${sign * taxMinor}`)
      .toSorted(),
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
  assert.deepEqual([...(await ledger.admin`select code, message from batch.rejects`)], []);
  const rows = await ledger.admin`
    select number, kind, currency, issue_date::text as day, customer_name as customer, net_minor::text as net,
      tax_minor::text as tax, total_minor::text as total, (
        select string_agg(rate || ' ' || category || ' ' || tax, ',') from (
          select tax_rate_milli as rate, coalesce(tax_category, case when tax_rate_milli = 0 then 'Z' else 'S' end) as category,
            case when is_taxed_by_line then sum(line.tax_minor) else round(sum(line.net_minor) * tax_rate_milli / 100000) end as tax
          from billing.invoice_lines as line where invoice_id = invoices.id group by 1, 2
        ) as part) as rates
    from billing.invoices order by number`;
  assert.deepEqual(
    rows.map(({ rates, ...row }) => ({ ...row, rates: String(rates).split(',').toSorted() })),
    documents.map((document) => ({ number: document.number, ...toFigures(document) })),
  );
  const isTaxOfRate = ({ baseMinor, rateMilli, taxMinor }: EInvoice['vatBreakdown'][number]) =>
    Math.round((Number(baseMinor) * rateMilli) / 100_000) === Number(taxMinor);
  const stated = documents.filter(({ vatBreakdown }) => !vatBreakdown.every(isTaxOfRate));
  assert.ok(stated.length > 0, 'no document has VAT other than base by rate');
  t.diagnostic(`${documents.length} documents, ${stated.length} with VAT other than base by rate`);
});
