import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { writeCii } from '#documents/cii/write-cii.ts';
import { renderPdf } from '#documents/pdf/render-pdf.ts';
import { readDocument } from '#documents/reading/read-document.ts';
import { sampleInvoice } from '#documents/testing/sample-invoice.ts';
import { recogniseFile } from './recognise-file.ts';

const cii = writeCii(sampleInvoice);
const pdf = Buffer.from(await renderPdf(sampleInvoice, { language: 'fr', facturX: Buffer.from(cii) }));

test('the content of a file says what it is, as it does to the reader of documents', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'recognise-file-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'facture');
  const recognise = async (content: string | Buffer) => {
    await writeFile(path, content);
    return await recogniseFile(path);
  };
  // A printer's commands may stand before a PDF (PDF 1.7, annex H.3.4.1).
  const printed = Buffer.concat([Buffer.from('\x1b%-12345X@PJL\n'), pdf]);
  const utf16 = Buffer.from(`\uFEFF${cii.replace('UTF-8', 'UTF-16')}`, 'utf16le');
  for (const document of [
    pdf,
    printed,
    Buffer.from(cii),
    Buffer.from(`\n ${cii.replace(/<\?.*?\?>/, '')}`),
    utf16,
  ]) {
    assert.equal(await recognise(document), 'documents');
    assert.equal(await recognise(gzipSync(document)), 'documents');
    assert.equal(readDocument(document).read?.document.number, sampleInvoice.number);
  }
  assert.equal(
    await recognise('<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022">'),
    'statement',
  );
  assert.equal(await recognise('number,amount\n<1>,2\n'), 'rows');
  assert.equal(await recognise(''), 'rows');
});
