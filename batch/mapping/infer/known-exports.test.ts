import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InvoiceMappingInput } from '../invoice-mapping.ts';
import { checkMapping } from '../parse-mapping.ts';
import { toInvoiceMapping } from '../testing/invoice-mappings.ts';
import { proposeMapping } from './propose-mapping.ts';
import { readSample } from './read-sample.ts';
import { tryMapping } from './try-mapping.ts';

// Headers of exports as the programs write them, with invented rows.

function propose(csv: string): {
  mapping: InvoiceMappingInput;
  doubts: readonly string[];
  rejected: number | undefined;
} {
  const { sample, doubts } = readSample(Buffer.from(csv));
  const { mapping: input } = proposeMapping(sample, doubts, 'proposed', []);
  assert.ok(input !== undefined, csv);
  const mapping = toInvoiceMapping(checkMapping(input).mapping);
  return { mapping: input, doubts: input.doubts ?? [], rejected: tryMapping(mapping, sample)?.rejectedRows };
}

const hasDoubt = (doubts: readonly string[], text: string) => doubts.some((doubt) => doubt.includes(text));

test('Stripe: the number and not the id, the date and not the due date, codes in small letters', () => {
  const { mapping, doubts, rejected } = propose(
    `id,Amount Due,Amount Paid,Currency,Customer,Customer Email,Customer Name,Date (UTC),Due Date (UTC),Number,Subtotal,Tax,Tax Percent,Total,Status
in_1,119.00,0.00,eur,cus_1,a@x.test,Ada,2026-03-13 09:30,2026-04-13 09:30,F-0001,100.00,19.00,19,119.00,open
in_2,59.50,59.50,eur,cus_2,b@x.test,Bo,2026-03-14 10:00,2026-04-14 10:00,F-0002,50.00,9.50,19,59.50,paid
`,
  );
  const { number, customerName, issuedAt, currency, net, tax, total } = mapping.invoice;
  assert.deepEqual(
    [number, customerName, issuedAt, currency],
    ['Number', 'Customer Name', 'Date (UTC)', 'Currency'],
  );
  assert.deepEqual([net, tax, total, rejected], ['Subtotal', 'Tax', 'Total', 0]);
  assert.deepEqual(mapping.currencies, { smallLetters: true });
  assert.ok(hasDoubt(doubts, '"Due Date (UTC)"') && hasDoubt(doubts, '"Amount Due"'));
});

test('Xero: lines with names that have an asterisk', () => {
  const { mapping, rejected } = propose(
    `*ContactName,EmailAddress,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,InventoryItemCode,*Description,*Quantity,*UnitAmount,*AccountCode,*TaxType,Currency
Ada,a@x.test,INV-1,PO 7,13/03/2026,13/04/2026,T-1,Tea,2,3.50,200,20% VAT,GBP
Bo,b@x.test,INV-2,,14/03/2026,14/04/2026,C-1,Cup,1,9.00,200,20% VAT,GBP
`,
  );
  assert.equal(mapping.invoice.number, '*InvoiceNumber');
  assert.equal(mapping.invoice.customerName, '*ContactName');
  assert.equal(mapping.invoice.issuedAt, '*InvoiceDate');
  assert.deepEqual(mapping.line, {
    sku: 'InventoryItemCode',
    description: '*Description',
    quantity: '*Quantity',
    unitPrice: '*UnitAmount',
  });
  assert.equal(rejected, 0);
});

test('QuickBooks: "Num" is the number, "Name" the customer, the type tells credit notes', () => {
  const { mapping, doubts } = propose(
    `Date,Transaction Type,Num,Name,Memo/Description,Due Date,Amount,Open Balance
03/13/2026,Invoice,1001,Ada,Tea,04/13/2026,119.00,119.00
03/14/2026,Credit Memo,1002,Ada,Tea back,,19.00,0.00
`,
  );
  const { number, customerName, issuedAt, amount } = mapping.invoice;
  assert.deepEqual([number, customerName, issuedAt, amount], ['Num', 'Name', 'Date', 'Amount']);
  assert.deepEqual(mapping.dates?.forms, ['MM/dd/yyyy']);
  assert.deepEqual(mapping.creditNote, {
    column: 'Transaction Type',
    values: ['Credit Memo'],
    invoices: ['Invoice'],
    figures: 'positive',
  });
  assert.ok(hasDoubt(doubts, '"Open Balance"'));
});

test('Shopify: the name of an order is its number; times have an offset without a colon', () => {
  const { mapping, rejected } = propose(
    `Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name
#1001,a@x.test,paid,2026-03-13 09:31:00 +0100,EUR,10.00,0.00,1.60,10.00,2026-03-13 09:30:00 +0100,2,Tea,5.00,T-1,Ada
#1002,b@x.test,paid,2026-03-14 10:01:00 +0100,EUR,9.00,0.00,1.44,9.00,2026-03-14 10:00:00 +0100,1,Cup,9.00,C-1,Bo
`,
  );
  const { number, customerName, issuedAt, currency } = mapping.invoice;
  assert.deepEqual(
    [number, customerName, issuedAt, currency],
    ['Name', 'Billing Name', 'Created at', 'Currency'],
  );
  assert.deepEqual(mapping.line, {
    sku: 'Lineitem sku',
    description: 'Lineitem name',
    quantity: 'Lineitem quantity',
    unitPrice: 'Lineitem price',
  });
  assert.equal(rejected, 0);
});

test('WooCommerce: the total is not the tax of the order', () => {
  const { mapping } = propose(
    `Order Number,Order Status,Order Date,Billing Last Name,Billing Email,Order Total Tax Amount,Order Total Amount
501,completed,2026-03-13 09:30,Abel,a@x.test,19.00,119.00
502,completed,2026-03-14 10:00,Bach,b@x.test,38.00,238.00
`,
  );
  const { number, issuedAt, amount, customerName } = mapping.invoice;
  assert.deepEqual(
    [number, issuedAt, amount, customerName],
    ['Order Number', 'Order Date', 'Order Total Amount', 'Billing Last Name'],
  );
});

test('SAP: billing documents with their lines, in English and by the names of fields', () => {
  const english = propose(
    `Billing Document;Billing Date;Sold-to Party;Material;Material Description;Billed Quantity;Net Value;Document Currency
90000001;13.03.2026;1000;T-1;Tea;2;10,00;EUR
90000002;14.03.2026;1001;C-1;Cup;1;9,00;EUR
`,
  ).mapping;
  assert.deepEqual(
    [english.invoice.number, english.invoice.issuedAt, english.invoice.currency],
    ['Billing Document', 'Billing Date', 'Document Currency'],
  );
  assert.equal(english.invoice.amount, 'Net Value');
  const fields = propose(
    `VBELN;FKDAT;KUNAG;MATNR;ARKTX;FKIMG;NETWR;WAERK
0090000001;20260313;1000;T-1;Tea;2;10,00;EUR
0090000002;20260314;1001;C-1;Cup;1;9,00;EUR
`,
  ).mapping;
  const { number, issuedAt, customerName, amount, currency } = fields.invoice;
  assert.deepEqual([number, issuedAt, amount, currency], ['VBELN', 'FKDAT', 'NETWR', 'WAERK']);
  assert.deepEqual(customerName, { column: 'KUNAG', prefix: 'Customer ' });
});

test('DATEV and Lexware: German names, the number of the document and not of the customer', () => {
  const datev = propose(
    `Umsatz (ohne Soll/Haben-Kz);WKZ Umsatz;Konto;Gegenkonto;Belegdatum;Belegfeld 1;Buchungstext
119,00;EUR;10000;8400;13.03.2026;RE-1;Ada GmbH
238,00;EUR;10001;8400;14.03.2026;RE-2;Bob AG
`,
  ).mapping;
  const { number, issuedAt, amount, currency } = datev.invoice;
  assert.deepEqual(
    [number, issuedAt, amount, currency],
    ['Belegfeld 1', 'Belegdatum', 'Umsatz (ohne Soll/Haben-Kz)', 'WKZ Umsatz'],
  );
  const lexware = propose(
    `Kundennummer;Rechnungsnummer;Rechnungsdatum;Fälligkeitsdatum;Firma;Nettobetrag;MwSt-Betrag;Bruttobetrag
K-17;RE-1001;13.03.2026;13.04.2026;Ada GmbH;100,00;19,00;119,00
K-18;RE-1002;14.03.2026;14.04.2026;Bob AG;200,00;38,00;238,00
`,
  ).mapping.invoice;
  assert.deepEqual(
    [lexware.number, lexware.issuedAt, lexware.customerName, lexware.net, lexware.tax, lexware.total],
    ['Rechnungsnummer', 'Rechnungsdatum', 'Firma', 'Nettobetrag', 'MwSt-Betrag', 'Bruttobetrag'],
  );
});

test('the number of an invoice is found beside other numbers, in any order of the columns', () => {
  const headers = [
    ['Rechnungsnummer', 'Kundennummer', 'Kunde', 'Datum', 'Betrag'],
    ['Invoice Number', 'Customer Number', 'Customer', 'Date', 'Amount'],
    ['Numéro de facture', 'Numéro client', 'Client', 'Date', 'Montant'],
    ['Número de factura', 'Número de cliente', 'Cliente', 'Fecha', 'Importe'],
    ['Numero fattura', 'Codice cliente', 'Cliente', 'Data', 'Importo'],
    ['Factuurnummer', 'Klantnummer', 'Klant', 'Datum', 'Bedrag'],
    ['Fakturanummer', 'Kundenummer', 'Kunde', 'Dato', 'Beløb'],
    ['Number', 'PO Number', 'Name', 'Date', 'Total'],
  ];
  for (const header of headers) {
    const cells = [
      ['RE-1', 'RE-2'],
      ['K-17', 'K-18'],
      ['Ada', 'Bo'],
      ['13.03.2026', '14.03.2026'],
      ['119.00', '238.00'],
    ];
    for (const order of [
      [0, 1, 2, 3, 4],
      [4, 3, 2, 1, 0],
      [1, 0, 4, 2, 3],
    ]) {
      const lines = [header, ...[0, 1].map((row) => cells.map((column) => column[row]))];
      const { mapping } = propose(lines.map((line) => order.map((at) => line[at]).join(';')).join('\n'));
      const { number, customerName, issuedAt, amount } = mapping.invoice;
      assert.deepEqual(
        [number, customerName, issuedAt, amount],
        [header[0], header[2], header[3], header[4]],
      );
    }
  }
});

test('no column has two roles', () => {
  const { mapping } = propose(
    'Invoice,Customer ID,Invoice Date,Amount\n1,Ada,2026-03-13,5.00\n2,Bo,2026-03-14,6.00\n',
  );
  const taken = Object.values(mapping.invoice).filter((source) => typeof source === 'string');
  assert.equal(new Set(taken).size, taken.length);
});

test('a date of payment is used only if there is no other date, and with a doubt', () => {
  const rows = 'A-1,Ada,2026-04-13,2026-03-14,119.00\nA-2,Bo,2026-04-14,2026-03-15,119.00\n';
  for (const issued of ['Created At', 'Issued', 'Date', 'Invoice Date', 'Ausgestellt am', 'When']) {
    const { mapping, doubts } = propose(`Invoice,Customer,Due Date,${issued},Total\n${rows}`);
    assert.equal(mapping.invoice.issuedAt, issued);
    assert.ok(hasDoubt(doubts, 'Columns that are not used: "Due Date"'), issued);
  }
  for (const due of [
    'Due Date',
    'Fälligkeitsdatum',
    "Date d'échéance",
    'Fecha de vencimiento',
    'Paid At',
    'Ship Date',
  ]) {
    const { mapping, doubts } = propose(`Invoice,Customer,${due},Total\nA-1,Ada,2026-04-13,119.00\n`);
    assert.equal(mapping.invoice.issuedAt, due);
    assert.ok(hasDoubt(doubts, 'though its name says that it is something else'), due);
  }
});

test('amounts in cents are detected by their name, and whole amounts cause a doubt', () => {
  for (const name of ['amount_cents', 'Amount (cents)', 'total_minor', 'amountCents', 'Amount in pence']) {
    const { mapping, doubts, rejected } = propose(
      `invoice_id,customer,${name},currency,issued_at\nA-1,Ada,11900,EUR,2026-03-13T09:30:00Z\n`,
    );
    assert.deepEqual([mapping.invoice.amount, mapping.numbers?.minorUnits, rejected], [name, true, 0]);
    assert.ok(hasDoubt(doubts, '11900 is 119.00'), name);
  }
  const whole = propose(
    'invoice_id,customer,amount,currency,issued_at\nA-1,Ada,11900,EUR,2026-03-13T09:30:00Z\n',
  );
  assert.equal(whole.mapping.numbers?.minorUnits, undefined);
  assert.ok(hasDoubt(whole.doubts, 'numbers.minorUnits'));
  for (const row of ['A-1,Ada,11900,JPY', 'A-1,Ada,119.00,EUR']) {
    const { doubts } = propose(
      `invoice_id,customer,amount,currency,issued_at\n${row},2026-03-13T09:30:00Z\n`,
    );
    assert.ok(!hasDoubt(doubts, 'minorUnits'), row);
  }
});

test('rates are fractions if all are below one, and percents with a sign or above', () => {
  const header = 'Invoice,Customer,Date,Description,Quantity,Unit Price,Tax Rate,Currency\n';
  const of = (...rates: string[]) =>
    propose(
      `${header}${rates.map((rate, index) => `A-${index},Ada,2026-03-13,X,1,10.00,${rate},EUR\n`).join('')}`,
    );
  const fraction = of('0.19', '0.07', '0');
  assert.equal(fraction.mapping.numbers?.rates, 'fraction');
  assert.ok(hasDoubt(fraction.doubts, '0.19 is 19 %'));
  const mixed = of('0', '0.2', '1');
  assert.equal(mixed.mapping.numbers?.rates, undefined);
  assert.ok(hasDoubt(mixed.doubts, '0.2 is 0.2 %'));
  for (const rates of [
    ['19', '7'],
    ['19%', '7%'],
    ['0', '0'],
    ['19.0', '0.5'],
  ]) {
    const { mapping, doubts, rejected } = of(...rates);
    assert.deepEqual([mapping.numbers?.rates, rejected], [undefined, 0], rates.join());
    assert.ok(!hasDoubt(doubts, 'fraction'));
  }
  assert.equal(
    propose(`${header.replace('Tax Rate', 'MwSt %')}A-1,Ada,2026-03-13,X,1,10.00,19,EUR\n`).mapping.line
      ?.taxRate,
    'MwSt %',
  );
});

test('a column of lines that is called tax holds rates if its numbers are rates; otherwise it is not read, with a doubt', () => {
  const of = (header: string, ...rows: string[]) =>
    propose(
      `Invoice,Customer,Date,Description,Qty,${header}\n${rows.map((row, at) => `A-${at},Ada,2026-03-13,X,1,${row}\n`).join('')}`,
    );
  const rates = of('Unit Price,VAT', '10.00,20', '7.00,5');
  assert.equal(rates.mapping.line?.taxRate, 'VAT');
  assert.ok(hasDoubt(rates.doubts, '"VAT" is taken for rates'));
  const fractions = of('Unit Price,VAT', '10.00,0.20', '7.00,0.055');
  assert.deepEqual([fractions.mapping.line?.taxRate, fractions.mapping.numbers?.rates], ['VAT', 'fraction']);
  const amounts = of('Unit Price,VAT', '10.00,1.90', '7.00,1.33');
  assert.equal(amounts.mapping.line?.taxRate, undefined);
  assert.ok(hasDoubt(amounts.doubts, '"VAT" may hold the tax in money'));
  const gross = of('Unit Price (incl. VAT)', '10.00', '7.00');
  assert.equal(gross.mapping.line?.unitPrice, 'Unit Price (incl. VAT)');
  assert.ok(hasDoubt(gross.doubts, 'are with tax by their name'));
});

test('a currency is found in names and beside amounts, and a doubt says where', () => {
  const codeOf = (name: string, cell: string) => {
    const { mapping, doubts, rejected } = propose(
      `Invoice;Customer;${name};Date\nA-1;Ada;${cell};2026-03-13\n`,
    );
    assert.equal(rejected, 0, `${name} ${cell}`);
    assert.ok(hasDoubt(doubts, 'invoice.currency'));
    return mapping.invoice.currency;
  };
  for (const [name, cell, code] of [
    ['amount_eur', '10.00', 'EUR'],
    ['Total (USD)', '10.00', 'USD'],
    ['Total GBP', '10.00', 'GBP'],
    ['Betrag in CHF', "1'010.00", 'CHF'],
    ['Total €', '10.00', 'EUR'],
    ['Total ($)', '10.00', 'USD'],
    ['Amount in US$', '10.00', 'USD'],
    ['Total£', '10.00', 'GBP'],
    ['Tutar ₺', '10.00', 'TRY'],
    ['Total', '£10.00', 'GBP'],
    ['Total', '10,00 €', 'EUR'],
    ['Total', 'USD 1,010.00', 'USD'],
    ['Total', '$1,010.00', 'USD'],
  ] as const) {
    assert.deepEqual(codeOf(name, cell), { constant: code }, `${name} ${cell}`);
  }
});

test('a doubt says that a sign in a name stands for other currencies, too, as for a sign beside amounts', () => {
  for (const [name, cell] of [
    ['Total ($)', '10.00'],
    ['Total', '$10.00'],
  ]) {
    const { doubts } = propose(`Invoice;Customer;${name};Date\nA-1;Ada;${cell};2026-03-13\n`);
    assert.ok(hasDoubt(doubts, 'which other currencies have too'), name);
  }
});

test('amounts that a mapping cannot express cause a doubt: in thousands, or with tax', () => {
  const doubtsOf = (name: string) =>
    propose(`Invoice;Customer;${name};Date\nA-1;Ada;12.50;2026-03-13\n`).doubts;
  for (const name of ['Amount (kEUR)', 'Total in thousands', 'Betrag TEUR', 'Umsatz Mio €']) {
    assert.ok(hasDoubt(doubtsOf(name), 'in thousands or millions'), name);
  }
  for (const name of ['Amount EUR', 'Total TRY', 'Betrag']) {
    assert.ok(!hasDoubt(doubtsOf(name), 'in thousands or millions'), name);
  }
  assert.ok(hasDoubt(doubtsOf('Total incl. VAT'), 'is with tax by its name'));
  assert.ok(!hasDoubt(doubtsOf('Total'), 'is with tax by its name'));
});

test('days with points are not unclear numbers', () => {
  const { doubts } = propose('Rechnung;Kunde;Betrag;Datum\nA-1;Ada;12345;20.01.2026\n');
  assert.ok(!hasDoubt(doubts, 'may be thousands or decimals'));
});

test('quantity and price without a description make lines with a default description', () => {
  const { mapping, doubts, rejected } = propose(
    'Invoice,Customer,Date,Qty,Unit Price\nA-1,Ada,2026-03-13,2,10.00\n',
  );
  assert.deepEqual(mapping.line, {
    description: { constant: 'Goods or services' },
    quantity: 'Qty',
    unitPrice: 'Unit Price',
  });
  assert.ok(hasDoubt(doubts, 'line.description'));
  assert.equal(rejected, 0);
});

test('the order of day and month is the one that more rows have', () => {
  const rows = (days: readonly string[]) =>
    days.map((day, index) => `A-${index},Ada,${day},10.00\n`).join('');
  const many = Array.from({ length: 99 }, (_, index) => `0${(index % 9) + 1}/05/2026`);
  const us = propose(`Invoice,Customer,Date,Total\n${rows([...many, '05/31/2026'])}`);
  assert.deepEqual([us.mapping.dates?.forms, us.rejected], [['MM/dd/yyyy'], 0]);
  assert.ok(!hasDoubt(us.doubts, ' first: '));
  const european = propose(`Invoice,Customer,Date,Total\n${rows([...many, '31/05/2026'])}`);
  assert.deepEqual([european.mapping.dates?.forms, european.rejected], [['dd/MM/yyyy'], 0]);
  const unclear = propose(`Invoice,Customer,Date,Total\n${rows(many)}`);
  assert.ok(hasDoubt(unclear.doubts, 'the day or the month first'));
});

test('serial dates, epochs and months of other languages are proposed', () => {
  const datesOf = (cell: string, name = 'Invoice Date') => {
    const { mapping, rejected } = propose(`Invoice;Customer;${name};Total\nA-1;Ada;${cell};10.00\n`);
    assert.equal(rejected, 0, cell);
    return mapping.dates;
  };
  assert.deepEqual(datesOf('46082'), { forms: ['excel-1900'], timeZone: 'UTC' });
  assert.deepEqual(datesOf('46082.5'), { forms: ['excel-1900'], timeZone: 'UTC' });
  assert.deepEqual(datesOf('1772357400', 'created'), { forms: ['epoch-seconds'] });
  assert.deepEqual(datesOf('1772357400000', 'created_at'), { forms: ['epoch-milliseconds'] });
  assert.deepEqual(datesOf('1. Februar 2026'), { forms: ['d. MMMM yyyy'], language: 'de', timeZone: 'UTC' });
  assert.deepEqual(datesOf('1 févr. 2026'), { forms: ['d MMM yyyy'], language: 'fr', timeZone: 'UTC' });
});
