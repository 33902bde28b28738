import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { writeCii } from '#documents/cii/write-cii.ts';
import type { EInvoice } from '#documents/model/e-invoice.ts';
import { renderPdf } from '#documents/pdf/render-pdf.ts';
import { readDocument } from '#documents/reading/read-document.ts';
import { writeUbl } from '#documents/ubl/write-ubl.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { randomDocument } from './random-documents.ts';

/** Random records have no prototype, which their clones have. */
function assertRead(bytes: Uint8Array, document: EInvoice): void {
  const { read, problems } = readDocument(bytes);
  assert.deepEqual(problems, undefined);
  assert.deepEqual([read?.document, read?.notKept], [structuredClone(document), []]);
}

test('documents with figures of billing are read back equal from CII and UBL', () => {
  fc.assert(
    fc.property(randomDocument, (document) => {
      assertRead(Buffer.from(writeCii(document)), document);
      assertRead(Buffer.from(writeUbl(document)), document);
    }),
    { numRuns: pickSize({ quick: 60, long: 1_000 }) },
  );
});

test('documents with figures of billing are read back equal from PDF', async () => {
  await fc.assert(
    fc.asyncProperty(randomDocument, fc.constantFrom('en', 'fr'), async (document, language) => {
      const facturX = Buffer.from(writeCii(document));
      assertRead(await renderPdf(document, { language, facturX }), document);
    }),
    { numRuns: pickSize({ quick: 3, long: 100 }) },
  );
});
