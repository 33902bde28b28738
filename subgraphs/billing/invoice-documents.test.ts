import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { readPdf } from '#documents/pdf/testing/read-pdf.ts';
import { openDownload } from '#platform/testing/open-download.ts';
import {
  createDocument,
  documentAddressOf,
  documentSeller,
  fetchDocument,
  issueSome,
} from './testing/document-calls.ts';
import { freeLine, mutateInvoice, succeed } from './testing/invoice-calls.ts';
import { insertLongInvoices } from './testing/long-invoices.ts';
import { startTestBilling, type TestBilling, usualCustomer } from './testing/test-billing.ts';

let billing: TestBilling;

before(async () => {
  billing = await startTestBilling({ settings: { sellerDetails: documentSeller } });
});
after(() => billing.close());

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const plain = (pages: readonly string[]) => pages.join().replace(/[\u00a0\u202f]/g, ' ');

async function rowsOf(invoiceId: string) {
  const rows = await billing.database.sql<{ sha256: string; size_bytes: number }[]>`
    select sha256, size_bytes from billing.invoice_documents where invoice_id = ${invoiceId}`;
  return [...rows];
}

const pathOf = (sha256: string) => join(billing.documentsFolder, sha256.slice(0, 2), sha256);

test('a manager downloads an issued invoice as a PDF in either language, with the XML inside', async () => {
  const invoiceId = await issueSome(billing);
  const english = await fetchDocument(billing, { invoiceId });
  assert.equal(english.headers['content-type'], 'application/pdf');
  assert.equal(english.headers['content-disposition'], 'attachment; filename="2026-000001.pdf"');
  assert.equal(english.headers['cache-control'], 'no-store');
  const { pages, embeddedFiles } = readPdf(english.bytes);
  for (const expected of ['Invoice', '2026-000001', 'Comptoir', 'Boulangerie Martin', '€1,480.80'])
    assert.ok(plain(pages).includes(expected), `${expected} is missing in ${plain(pages)}`);
  const [xml] = embeddedFiles;
  assert.match(String(xml), /<ram:GrandTotalAmount>1480\.80<\/ram:GrandTotalAmount>/);

  const french = await fetchDocument(billing, { invoiceId, language: 'FR' });
  const words = plain(readPdf(french.bytes).pages);
  for (const expected of ['Facture', '1 480,80 €', 'Payable à réception'])
    assert.ok(words.includes(expected), `${expected} is missing in ${words}`);
});

test('a document is in the language that the customer had at the issue, or else in the seller’s', async () => {
  const invoiceId = await issueSome(billing, { customer: { language: 'FR' } });
  const [customerId] = [...billing.customers.entities.keys()].slice(-1);
  billing.customers.entities.set(customerId ?? '', { ...usualCustomer, language: 'EN' });
  const wordsOf = async (input: object) => plain(readPdf((await fetchDocument(billing, input)).bytes).pages);
  assert.match(await wordsOf({ invoiceId }), /Facture/);
  assert.match(await wordsOf({ invoiceId, language: 'EN' }), /Invoice/);
  assert.match(await wordsOf({ invoiceId: await issueSome(billing) }), /Invoice/);

  const manager = await billing.as('BILLING_MANAGER');
  const { data } = await manager<{ createCreditNote: { creditNote: object } }>(
    `mutation ($input: CreateCreditNoteInput!) {
      createCreditNote(input: $input) { creditNote { customerSnapshot { language } } } }`,
    { input: { invoiceId, reason: 'Returned', idempotencyKey: invoiceId } },
  );
  assert.deepEqual(data.createCreditNote.creditNote, { customerSnapshot: { language: 'FR' } });
  await assert.rejects(
    billing.database.sql`update billing.invoices set customer_language = 'EN' where id = ${invoiceId}`,
    { code: '23514' },
  );
});

test('the XML formats are sent as XML, a credit note as one that names its invoice', async () => {
  const manager = await billing.as('BILLING_MANAGER');
  const invoiceId = await issueSome(billing);
  const cii = await fetchDocument(billing, { invoiceId, format: 'CII' });
  assert.equal(cii.headers['content-type'], 'application/xml');
  assert.match(String(cii.headers['content-disposition']), /filename="2026-\d{6}-cii\.xml"/);
  assert.match(String(cii.bytes), /<rsm:CrossIndustryInvoice/);
  assert.deepEqual(readPdf((await fetchDocument(billing, { invoiceId })).bytes).embeddedFiles, [cii.bytes]);

  const { data } = await manager<{ createCreditNote: { creditNote: { id: string; number: string } } }>(
    'mutation ($input: CreateCreditNoteInput!) { createCreditNote(input: $input) { creditNote { id number } } }',
    { input: { invoiceId, reason: 'Returned', idempotencyKey: invoiceId } },
  );
  const { id, number } = data.createCreditNote.creditNote;
  const ubl = String((await fetchDocument(billing, { invoiceId: id, format: 'UBL' })).bytes);
  assert.match(ubl, /<CreditNote /);
  assert.ok(ubl.includes(`<cbc:ID>${number}</cbc:ID>`), ubl);
  assert.match(ubl, /<cac:InvoiceDocumentReference>\s*<cbc:ID>2026-\d{6}<\/cbc:ID>/);
});

test('a document is made once, whoever asks for it at the same time, and sent from its file', async () => {
  const invoiceId = await issueSome(billing);
  const other = await startTestBilling({
    databaseUrl: billing.databaseUrl,
    documentsFolder: billing.documentsFolder,
    settings: { sellerDetails: documentSeller },
  });
  try {
    const clients = await Promise.all([billing, other].map((one) => one.as('BILLING_MANAGER')));
    await Promise.all(
      clients.flatMap((one) => [1, 2, 3].map(() => documentAddressOf(one, { invoiceId, format: 'PDF' }))),
    );
  } finally {
    await other.close();
  }
  const [row, ...others] = await rowsOf(invoiceId);
  assert.ok(row);
  assert.deepEqual(others, []);
  const { ino } = await stat(pathOf(row.sha256));
  const { bytes } = await fetchDocument(billing, { invoiceId });
  assert.deepEqual([hash(bytes), bytes.length], [row.sha256, row.size_bytes]);
  // The same file: it was not written again.
  assert.equal((await stat(pathOf(row.sha256))).ino, ino);
  assert.deepEqual(await readdir(join(billing.documentsFolder, 'incoming')), []);
});

test('a lost or damaged file is made again with the same bytes', async () => {
  const invoiceId = await issueSome(billing);
  const { bytes } = await fetchDocument(billing, { invoiceId });
  const path = pathOf(hash(bytes));
  await rm(path);
  assert.ok(bytes.equals((await fetchDocument(billing, { invoiceId })).bytes));
  await writeFile(path, bytes.subarray(0, 100));
  assert.ok(bytes.equals((await fetchDocument(billing, { invoiceId })).bytes));
  assert.equal((await stat(path)).size, bytes.length);
});

test('a file that would not be made again as it was is refused', async () => {
  const invoiceId = await issueSome(billing);
  const address = await documentAddressOf(await billing.as('BILLING_MANAGER'), { invoiceId });
  const [row] = await rowsOf(invoiceId);
  assert.ok(row);
  await rm(pathOf(row.sha256));
  const { sql } = billing.database;
  // As if the document had been made by a version that drew it otherwise.
  await sql`alter table billing.invoice_documents disable trigger invoice_documents_guard`;
  await sql`update billing.invoice_documents set sha256 = ${'0'.repeat(64)} where invoice_id = ${invoiceId}`;
  await sql`alter table billing.invoice_documents enable trigger invoice_documents_guard`;
  const response = await openDownload(billing, address, await billing.tokenOf('BILLING_MANAGER'));
  assert.equal(response.statusCode, 409);
  assert.match(await text(response), /FILE_CHANGED/);
});

test('the row of a document is never changed', async () => {
  const { sql } = billing.database;
  await assert.rejects(sql`update billing.invoice_documents set size_bytes = 1`, /a document is made once/);
  await assert.rejects(sql`delete from billing.invoice_documents`, /a document is made once/);
});

test('an address is good for its person alone, with the role and the scope, for five minutes', async () => {
  const invoiceId = await issueSome(billing);
  const address = await documentAddressOf(await billing.as('BILLING_MANAGER'), { invoiceId });
  const statusOf = async (bearer?: string) => {
    const response = await openDownload(billing, address, bearer);
    response.resume();
    return response.statusCode;
  };
  const token = await billing.tokenOf('BILLING_MANAGER');
  assert.equal(await statusOf(), 401);
  assert.equal(await statusOf(await billing.tokenOf('USER')), 403);
  assert.equal(await statusOf(await billing.scopedTokenOf(['invoices:read'], 'BILLING_MANAGER')), 403);
  assert.equal(await statusOf(await billing.tokenOf('ADMIN', 'BILLING_MANAGER')), 404);
  assert.equal(await statusOf(token), 200);
  billing.setNow('2026-03-01T12:05:00Z');
  assert.equal(await statusOf(token), 404);
  billing.setNow('2026-03-01T12:00:00Z');
});

test('drafts, void and imported invoices, and ids of nothing are refused', async () => {
  const manager = await billing.as('BILLING_MANAGER');
  const codesOf = async (invoiceId: string) =>
    (await createDocument(manager, { invoiceId })).userErrors.map(({ field, code, message }) => [
      ...(field ?? []),
      code,
      message,
    ]);
  assert.deepEqual(await codesOf('x'), [['invoiceId', 'NOT_FOUND', 'There is no invoice with this id.']]);
  const draft = await succeed(manager, 'createInvoice', {
    customerId: billing.addCustomer(),
    currency: 'EUR',
    lines: [freeLine],
  });
  assert.deepEqual(await codesOf(draft.id), [
    ['invoiceId', 'WRONG_STATE', 'A draft is not a document yet; issue it first.'],
  ]);
  const id = await issueSome(billing);
  const voiding =
    'mutation ($input: VoidInvoiceInput!) { voidInvoice(input: $input) { userErrors { code } } }';
  await manager(voiding, { input: { id, expectedVersion: 2, reason: 'Wrong', idempotencyKey: id } });
  assert.match(String((await codesOf(id))[0]), /^invoiceId,WRONG_STATE,The invoice is void/);
});

test('an imported invoice is refused, as another system issued it', async () => {
  await insertLongInvoices(billing.database.sql, { last: 1 });
  const [row] = await billing.database.sql<{ id: string }[]>`
    select id from billing.invoices where origin = 'IMPORTED' limit 1`;
  const { userErrors } = await createDocument(await billing.as('BILLING_MANAGER'), { invoiceId: row?.id });
  assert.deepEqual(
    userErrors.map(({ code }) => code),
    ['WRONG_STATE'],
  );
});

test('every rule that a document violates is told, and nothing is made of it', async () => {
  const manager = await billing.as('BILLING_MANAGER');
  const invoiceId = await issueSome(billing, {
    currency: 'KWD',
    lines: [{ ...freeLine, quantity: '1', unitPrice: '1.234', taxRate: '0' }],
  });
  const { url, userErrors } = await createDocument(manager, { invoiceId });
  assert.equal(url, null);
  const messages = userErrors.map(({ message }) => message);
  assert.ok(messages.length >= 4, messages.join('\n'));
  for (const rule of ['BR-DEC-23: BT-131', 'BR-DEC-09: BT-106', 'BR-DEC-14: BT-112'])
    assert.ok(
      messages.some((one) => one.startsWith(`The document violates ${rule} has more than 2 decimals`)),
      messages.join('\n'),
    );
  assert.deepEqual(await rowsOf(invoiceId), []);
});

test('an invoice without the data of a seller is refused', async () => {
  const bare = await startTestBilling();
  try {
    const invoiceId = await issueSome(bare);
    const { userErrors } = await createDocument(await bare.as('BILLING_MANAGER'), { invoiceId });
    assert.deepEqual(
      userErrors.map(({ code, message }) => [code, message]),
      [
        [
          'WRONG_STATE',
          'The invoice was issued without the data of a seller; credit it and issue another one.',
        ],
      ],
    );
  } finally {
    await bare.close();
  }
});

test('an invoice of 1,000 lines is made in a thread, while the service answers others', async () => {
  const manager = await billing.as('BILLING_MANAGER');
  const lines = Array.from({ length: 1_000 }, () => ({
    ...freeLine,
    quantity: '1',
    unitPrice: '1',
    taxRate: '20',
  }));
  const draft = await mutateInvoice(
    manager,
    'createInvoice',
    { customerId: billing.addCustomer(), currency: 'EUR', lines },
    'id',
  );
  const id = draft.invoice?.id ?? '';
  await mutateInvoice(manager, 'issueInvoice', { id, expectedVersion: 1 }, 'id');
  let maxGapMs = 0;
  const startMs = performance.now();
  let lastMs = startMs;
  const ticker = setInterval(() => {
    maxGapMs = Math.max(maxGapMs, performance.now() - lastMs);
    lastMs = performance.now();
  }, 5);
  const { bytes } = await fetchDocument(billing, { invoiceId: id });
  clearInterval(ticker);
  assert.ok(readPdf(bytes).pages.length > 20);
  // Rendering takes most of the time, which the service would stand still for.
  assert.ok(maxGapMs < (performance.now() - startMs) / 2, `the service stood still for ${maxGapMs} ms`);
});
