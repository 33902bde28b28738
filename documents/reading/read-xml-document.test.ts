import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pickSize } from '#platform/testing/test-size.ts';
import { writeCii } from '../cii/write-cii.ts';
import type { EInvoice } from '../model/e-invoice.ts';
import { sampleInvoice } from '../testing/sample-invoice.ts';
import { writeUbl } from '../ubl/write-ubl.ts';
import { readXmlDocument } from './read-xml-document.ts';
import { anyEInvoice } from './testing/any-e-invoice.ts';

const read = (xml: string) => readXmlDocument(Buffer.from(xml));

function assertReadBack(xml: string, document: EInvoice, syntax: string): void {
  // Random records have no prototype, which their clones have.
  const expected = { syntax, specification: 'urn:cen.eu:en16931:2017', document, notKept: [] };
  assert.deepEqual(read(xml), { read: structuredClone(expected) });
}

const runs = { numRuns: pickSize({ quick: 150, long: 3_000 }) };

test('every document that is written as CII is read back equal', () => {
  assertReadBack(writeCii(sampleInvoice), sampleInvoice, 'CII');
  fc.assert(
    fc.property(anyEInvoice, (document) => assertReadBack(writeCii(document), document, 'CII')),
    runs,
  );
});

test('every document that is written as UBL is read back equal', () => {
  assertReadBack(writeUbl(sampleInvoice), sampleInvoice, 'UBL');
  fc.assert(
    fc.property(anyEInvoice, (document) => assertReadBack(writeUbl(document), document, 'UBL')),
    runs,
  );
});
