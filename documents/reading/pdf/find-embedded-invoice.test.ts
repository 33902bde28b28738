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

/** Makes a PDF of objects in the order of their numbers, with a table of places. */
function makeTable(objects: readonly string[], extraRows = ''): Buffer {
  let text = '%PDF-1.7\n';
  const rows = objects.map((object, index) => {
    const row = `${String(text.length).padStart(10, '0')} 00000 n \n`;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return row;
  });
  const count = rows.length + extraRows.length / 20;
  const table = `xref\n1 ${count}\n${rows.join('')}${extraRows}`;
  const trailer = `trailer\n<</Root 1 0 R/Size ${count + 1}>>\nstartxref\n${text.length}\n%%EOF`;
  return Buffer.from(text + table + trailer, 'latin1');
}

test('a small file that names millions of objects is refused before they are made', () => {
  const stored = deflateSync(Buffer.alloc(20_000_000));
  const head = `9 0 obj\n<</Type/XRef/W[1 0 0]/Size 20000000/Root 1 0 R/Filter/FlateDecode/Length ${stored.length}>>\nstream\n`;
  const stream = [
    Buffer.from(`%PDF-1.7\n${head}`),
    stored,
    Buffer.from('\nendstream\nendobj\nstartxref\n9\n%%EOF'),
  ];
  const table = Buffer.from('%PDF-1.7\nxref\n0 2000000\ntrailer\n<<>>\nstartxref\n9\n%%EOF');
  for (const pdf of [Buffer.concat(stream), table])
    assert.throws(() => findEmbeddedInvoice(pdf), refusal('TOO_LARGE', /more than 1000000 objects/));
});

test('a small file whose stream of objects has millions of values is refused', () => {
  const names = Buffer.alloc(20_000_000, '/A');
  const inflated = Buffer.concat([Buffer.from('1 0 <</AF ['), names, Buffer.from(']>>')]);
  const bomb = withPlaces(makeObjectStream(inflated));
  assert.ok(bomb.length < 100_000);
  assert.throws(() => findEmbeddedInvoice(bomb), refusal('TOO_LARGE', /more than 250000 values/));
});

test('an object that many numbers name is made once, and objects that overlap are bounded together', () => {
  const references = (count: number) => Array.from({ length: count }, (_, index) => `${index + 3} 0 R`);
  const catalog = `<</AF [${references(900).join(' ')}]>>`;
  const array = `[${'/A'.repeat(1_000)}]`;
  const place = `%PDF-1.7\n1 0 obj\n${catalog}\nendobj\n`.length;
  const row = (offset: number) => `${String(offset).padStart(10, '0')} 00000 n \n`;
  const same = makeTable([catalog, array], row(place).repeat(900));
  assert.throws(() => findEmbeddedInvoice(same), refusal('NOT_A_DOCUMENT', /embeds no file/));
  // Each string begins one object later than the one before, and all end at the same place.
  const nested = '1 0 obj('.repeat(900);
  const string = `(${nested}${'x'.repeat(200_000)}${')'.repeat(901)}`;
  const rows = Array.from({ length: 900 }, (_, index) => row(place + '2 0 obj\n('.length + index * 8)).join(
    '',
  );
  const overlapping = makeTable([catalog, string], rows);
  assert.throws(
    () => findEmbeddedInvoice(overlapping),
    refusal('TOO_LARGE', /objects of the PDF are larger/),
  );
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
