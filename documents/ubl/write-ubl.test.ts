import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleInvoice } from '../testing/sample-invoice.ts';
import { writeUbl } from './write-ubl.ts';

test('equal documents give equal texts', () => {
  assert.equal(writeUbl(structuredClone(sampleInvoice)), writeUbl(sampleInvoice));
});

test('an invoice and a credit note are two kinds of document with lines of their own', () => {
  const invoice = writeUbl(sampleInvoice);
  const creditNote = writeUbl({ ...sampleInvoice, typeCode: '381' });
  assert.match(invoice, /<Invoice xmlns="[^"]*:Invoice-2"/);
  assert.match(invoice, /<cbc:InvoicedQuantity unitCode="C62">10<\/cbc:InvoicedQuantity>/);
  assert.match(creditNote, /<CreditNote xmlns="[^"]*:CreditNote-2"/);
  assert.match(creditNote, /<cbc:CreditedQuantity unitCode="C62">10<\/cbc:CreditedQuantity>/);
});

test('the due date of a credit note stands with the payment means, as it has no other place', () => {
  assert.match(writeUbl(sampleInvoice), /<cbc:DueDate>2026-10-01<\/cbc:DueDate>/);
  const { payment: _, ...withoutPayment } = sampleInvoice;
  const creditNote = writeUbl({ ...withoutPayment, typeCode: '381' });
  assert.doesNotMatch(creditNote, /cbc:DueDate/);
  assert.match(
    creditNote,
    /<cbc:PaymentMeansCode>1<\/cbc:PaymentMeansCode>\n\s+<cbc:PaymentDueDate>2026-10-01</,
  );
});

test('the subject of a note stands before it between number signs', () => {
  assert.match(writeUbl(sampleInvoice), /<cbc:Note>#PMT#Indemnité/);
});

test('where only the order of the seller is known, that of the buyer says so', () => {
  assert.match(
    writeUbl({ ...sampleInvoice, references: { salesOrder: 'S-1' } }),
    /<cbc:ID>NA<\/cbc:ID>\n\s+<cbc:SalesOrderID>S-1</,
  );
});

test('the project is a reference of its own on an invoice, and a document of type 50 on a credit note', () => {
  const given = { ...sampleInvoice, references: { project: 'P-1' } };
  assert.match(writeUbl(given), /<cac:ProjectReference>\n\s+<cbc:ID>P-1</);
  assert.match(
    writeUbl({ ...given, typeCode: '381' }),
    /<cbc:ID>P-1<\/cbc:ID>\n\s+<cbc:DocumentTypeCode>50</,
  );
});
