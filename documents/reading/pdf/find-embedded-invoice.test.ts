import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { AFRelationship, PDFDocument } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import { pickSize } from '#platform/testing/test-size.ts';
import { writeCii } from '../../cii/write-cii.ts';
import { renderPdf } from '../../pdf/render-pdf.ts';
import { sampleInvoice } from '../../testing/sample-invoice.ts';
import { DocumentReadError } from '../document-read-error.ts';
import { readDocument } from '../read-document.ts';
import { findEmbeddedInvoice } from './find-embedded-invoice.ts';

const xml = Buffer.from(writeCii(sampleInvoice));

/** Makes a PDF of another library, which writes streams of objects. */
async function makePdf(files: Readonly<Record<string, Uint8Array>>): Promise<PDFDocument> {
  const document = await PDFDocument.create();
  document.addPage();
  for (const [name, bytes] of Object.entries(files)) {
    await document.attach(bytes, name, {
      mimeType: 'text/xml',
      afRelationship: AFRelationship.Alternative,
    });
  }
  return document;
}

const refusal = (code: string, message: RegExp) => (error: unknown) =>
  error instanceof DocumentReadError && error.code === code && message.test(error.message);

test('the invoice in a PDF that this system has drawn is read back equal', async () => {
  const pdf = await renderPdf(sampleInvoice, { language: 'fr', facturX: xml });
  assert.deepEqual(readDocument(pdf).read?.document, sampleInvoice);
});

test('the invoice is found in tables and in streams of objects, by each of its names, among other files', async () => {
  for (const name of ['factur-x.xml', 'zugferd-invoice.xml', 'xrechnung.xml', 'Factur-X.xml']) {
    const document = await makePdf({ 'a.txt': Buffer.from('a'), [name]: xml, 'z.xml': Buffer.from('<z/>') });
    for (const useObjectStreams of [true, false]) {
      const found = findEmbeddedInvoice(await document.save({ useObjectStreams }));
      assert.deepEqual(found, xml, `${name}, ${useObjectStreams}`);
    }
  }
});

test('a file that was changed later is read with its last objects, and bytes may stand before it', async () => {
  const before = await (await makePdf({ 'factur-x.xml': Buffer.from('<old/>') })).save();
  const changed = await PDFDocument.load(before, { forIncrementalUpdate: true });
  await changed.attach(xml, 'xrechnung.xml', { mimeType: 'text/xml' });
  const bytes = await changed.save();
  assert.equal(findEmbeddedInvoice(bytes).toString(), '<old/>');
  assert.equal(findEmbeddedInvoice(Buffer.concat([Buffer.from('\n\n'), before])).toString(), '<old/>');
});

test('an encrypted PDF is refused, and one without an invoice says what it embeds', async () => {
  const encrypted = await makePdf({ 'factur-x.xml': xml });
  encrypted.encrypt({ userPassword: 'a', ownerPassword: 'b' });
  const bytes = await encrypted.save();
  assert.throws(() => findEmbeddedInvoice(bytes), refusal('UNSUPPORTED', /encrypted.*without a password/));
  const other = await (await makePdf({ 'a.txt': Buffer.from('a') })).save();
  assert.throws(() => findEmbeddedInvoice(other), refusal('NOT_A_DOCUMENT', /it embeds "a.txt", and not/));
  const none = await (await makePdf({})).save();
  assert.throws(() => findEmbeddedInvoice(none), refusal('NOT_A_DOCUMENT', /it embeds no file/));
});

/** A PDF whose catalog lies in a stream of objects. */
function makeObjectStream(inflated: Buffer): Buffer {
  const stored = deflateSync(inflated);
  return Buffer.concat([
    Buffer.from(
      `%PDF-1.7\n4 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${stored.length} >>\nstream\n`,
    ),
    stored,
    Buffer.from('\nendstream\nendobj\n'),
  ]);
}

/** Ends a PDF by a stream of places: object 1 is in the stream 4. */
function withPlaces(objects: Buffer): Buffer {
  const rows = Buffer.from([0, 0, 0, 2, 4, 0, 0, 0, 0, 0, 0, 0, 1, 9, 0]);
  const head = `5 0 obj\n<< /Type /XRef /Size 5 /W [1 1 1] /Root 1 0 R /Length ${rows.length} >>\nstream\n`;
  const end = `\nendstream\nendobj\nstartxref\n${objects.length}\n%%EOF`;
  return Buffer.concat([objects, Buffer.from(head), rows, Buffer.from(end)]);
}

test('a small file that inflates to gigabytes is refused, without taking their memory', () => {
  const before = process.resourceUsage().maxRSS;
  const inflated = Buffer.concat([Buffer.from('1 0 '), Buffer.alloc(300 << 20, ' '), Buffer.from('<< >>')]);
  const bomb = withPlaces(makeObjectStream(inflated));
  assert.ok(bomb.length < 1 << 20);
  assert.throws(() => findEmbeddedInvoice(bomb), refusal('TOO_LARGE', /larger than those of any invoice/));
  assert.ok(process.resourceUsage().maxRSS - before < 900_000, 'kilobytes');
  const small = withPlaces(makeObjectStream(Buffer.from('1 0 << >>')));
  assert.throws(() => findEmbeddedInvoice(small), refusal('NOT_A_DOCUMENT', /embeds no file/));
});

test('a file that is cut off or damaged anywhere is refused or read, and nothing else happens', async () => {
  const files = [
    await renderPdf(sampleInvoice, { language: 'en', facturX: xml }),
    Buffer.from(await (await makePdf({ 'factur-x.xml': xml })).save()),
    withPlaces(makeObjectStream(Buffer.from('1 0 << /Names << /EmbeddedFiles << /Kids [1 0 R] >> >> >>'))),
    xml,
  ];
  const change = fc.record({ place: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255) });
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.array(change, { maxLength: 4 }),
      fc.double({ min: 0.5, max: 1.5, noNaN: true }),
      (file, changes, share) => {
        const bytes = Buffer.from(file);
        for (const { place, byte } of changes) bytes[Math.floor(place * bytes.length)] = byte;
        try {
          readDocument(bytes.subarray(0, Math.floor(share * bytes.length)));
        } catch (error) {
          if (!(error instanceof DocumentReadError)) throw error;
        }
      },
    ),
    { numRuns: pickSize({ quick: 300, long: 20_000 }) },
  );
});
