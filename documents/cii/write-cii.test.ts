import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleInvoice } from '../testing/sample-invoice.ts';
import { writeCii } from './write-cii.ts';

test('equal documents give equal texts', () => {
  assert.equal(writeCii(structuredClone(sampleInvoice)), writeCii(sampleInvoice));
});

test('the profile is that of EN 16931, and days have the format of CII', () => {
  const xml = writeCii(sampleInvoice);
  assert.match(xml, /<ram:ID>urn:cen\.eu:en16931:2017<\/ram:ID>/);
  assert.match(xml, /<udt:DateTimeString format="102">20260901<\/udt:DateTimeString>/);
});

test('a text is escaped, and the subject of a note follows it', () => {
  assert.match(writeCii(sampleInvoice), /<ram:Name>Dupont &amp; Fils<\/ram:Name>/);
  assert.match(
    writeCii(sampleInvoice),
    /recouvrement : 40 €\.<\/ram:Content>\n\s+<ram:SubjectCode>PMT<\/ram:SubjectCode>/,
  );
});

test('amounts have the decimals of their currency, and prices as many as they need', () => {
  const [line] = sampleInvoice.lines;
  if (line === undefined) throw new Error('The sample has lines');
  const inYen = { ...sampleInvoice, currency: 'JPY', lines: [{ ...line, priceMicro: 12_345_678n }] };
  const xml = writeCii(inYen);
  assert.match(xml, /<ram:GrandTotalAmount>16200<\/ram:GrandTotalAmount>/);
  assert.match(xml, /<ram:ChargeAmount>12\.345678<\/ram:ChargeAmount>/);
});

test('outside the scope of VAT no rate is written', () => {
  const xml = writeCii({
    ...sampleInvoice,
    lines: sampleInvoice.lines.map((line) => ({ ...line, vat: { category: 'O', rateMilli: 0 } })),
    adjustments: [],
    vatBreakdown: [
      { category: 'O', rateMilli: 0, baseMinor: 14_500n, taxMinor: 0n, exemptionCode: 'VATEX-EU-O' },
    ],
  });
  assert.doesNotMatch(xml, /RateApplicablePercent/);
});

test('an invoice without delivery has the empty element that the schema asks for', () => {
  const { delivery: _, ...withoutDelivery } = sampleInvoice;
  assert.match(
    writeCii(withoutDelivery),
    /<ram:ApplicableHeaderTradeDelivery><\/ram:ApplicableHeaderTradeDelivery>/,
  );
});
