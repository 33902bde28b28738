import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proposePayments } from './propose-mapping.ts';
import { readSample } from './read-sample.ts';

function propose(csv: string) {
  const { sample, doubts } = readSample(Buffer.from(csv));
  return proposePayments(sample, doubts, 'proposed');
}

test('a list of payments gives number, amount, day, reference, method and currency', () => {
  const { mapping } =
    propose(`Invoice number,Due date,Payment date,Amount paid,Currency,Payment method,Reference
2026-000001,2026-03-31,2026-03-14,119.00,EUR,CARD,T1
2026-000002,2026-03-31,2026-03-15,59.50,EUR,CASH,T2
`);
  assert.deepEqual(mapping?.payment, {
    invoiceNumber: 'Invoice number',
    method: 'Payment method',
    paidOn: 'Payment date',
    amount: 'Amount paid',
    reference: 'Reference',
    currency: 'Currency',
  });
});

test('a statement of a German bank gives the text, the form of its numbers and days, and doubts about debits', () => {
  const { mapping } = propose(`Buchungstag;Valuta;Verwendungszweck;Betrag;Waehrung;Umsatz-ID
14.03.2026;14.03.2026;Rechnung 2026-000001;1.119,00;EUR;U1
15.03.2026;16.03.2026;Miete Maerz;-1.200,00;EUR;U2
`);
  assert.ok(mapping);
  assert.deepEqual(mapping.payment, {
    entryId: 'Umsatz-ID',
    remittance: 'Verwendungszweck',
    paidOn: 'Buchungstag',
    amount: 'Betrag',
    currency: 'Waehrung',
  });
  assert.deepEqual([mapping.file?.separator, mapping.numbers?.decimal], [';', ',']);
  assert.deepEqual(mapping.dates?.forms, ['dd.MM.yyyy']);
  assert.match(mapping.doubts?.join('\n') ?? '', /"Betrag" are below zero.*\(direction\)/);
  assert.match(mapping.doubts?.join('\n') ?? '', /not used: "Valuta"/);
});

test('a file without a reference, an amount or a day says what is missing', () => {
  assert.deepEqual(propose('city,country\nParis,FR\nBonn,DE\n').missing, [
    'the number of the invoice, or a text that names it',
    'an amount',
    'the day of the payment, in a form that is known',
  ]);
});
