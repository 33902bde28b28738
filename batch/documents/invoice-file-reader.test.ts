import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { writeCii } from '#documents/cii/write-cii.ts';
import { sampleInvoice } from '#documents/testing/sample-invoice.ts';
import { InvoiceFileReader } from './invoice-file-reader.ts';
import { readDocumentRows } from './read-document-rows.ts';

let folder: string;
const { signal } = new AbortController();
const namespace = 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'invoice-file-reader-'));
  await writeFile(join(folder, 'a.xml'), writeCii({ ...sampleInvoice, number: 'T-1' }));
  // Well-formed and within the bounds of a document, with 400,000 elements.
  await writeFile(
    join(folder, 'b.xml'),
    `<Invoice xmlns="${namespace}">${'<a>b</a>'.repeat(400_000)}</Invoice>`,
  );
  await writeFile(join(folder, 'c.xml'), writeCii({ ...sampleInvoice, number: 'T-2' }));
});
after(() => rm(folder, { recursive: true }));

test('a document that takes too much memory is a reject, and those beside it are read', async () => {
  const found: unknown[] = [];
  const reader = new InvoiceFileReader({ heapMb: 48 });
  for await (const { row } of readDocumentRows(folder, ['FR11123456782'], signal, reader)) {
    const [number, file] = row.fields;
    found.push([row.rowNumber, file, row.problem?.code ?? number]);
  }
  assert.deepEqual(found, [
    [1, 'a.xml', 'T-1'],
    [2, 'a.xml', 'T-1'],
    [3, 'a.xml', 'T-1'],
    [4, 'a.xml', 'T-1'],
    [5, 'b.xml', 'TOO_LARGE'],
    [6, 'c.xml', 'T-2'],
    [7, 'c.xml', 'T-2'],
    [8, 'c.xml', 'T-2'],
    [9, 'c.xml', 'T-2'],
  ]);
});

test('a document that takes too long is refused with its time, and one of the usual bounds is read', async (t) => {
  const reader = new InvoiceFileReader({ timeoutMs: 1 });
  t.after(() => reader.close());
  const late = await reader.read({ path: join(folder, 'b.xml') }, signal);
  assert.ok('refusal' in late);
  assert.equal(late.refusal.code, 'READING_OVERDUE');
  assert.match(late.refusal.message, /^it took more than 0.001 s to read, which no invoice does: ask /);
  const usual = new InvoiceFileReader();
  t.after(() => usual.close());
  const large = await usual.read({ path: join(folder, 'b.xml') }, signal);
  assert.ok('problems' in large && large.problems !== undefined);
});

test('an abort ends the reading, and a file that is gone fails it', async (t) => {
  const reader = new InvoiceFileReader();
  t.after(() => reader.close());
  const controller = new AbortController();
  const asked = reader.read({ path: join(folder, 'b.xml') }, controller.signal);
  controller.abort(new Error('the process ends'));
  await assert.rejects(asked, { message: 'the process ends' });
  await assert.rejects(reader.read({ path: join(folder, 'gone.xml') }, signal), { code: 'FILE_UNREADABLE' });
});
