import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { formatEpochDay } from '#schema/calendar/day.ts';
import { divideHalfUp, formatDecimal } from '#schema/decimal.ts';
import { anyDay } from './any-day.ts';
import { compileMapping } from './compile-mapping.ts';
import type { ImportRow, RowProblems } from './import-invoice.ts';
import type { InvoiceMappingInput } from './invoice-mapping.ts';
import type { Mapper } from './row-mapper.ts';
import { findInvoiceMapping } from './testing/invoice-mappings.ts';
import { toMapper } from './testing/to-mapper.ts';

const at = '2026-03-01T09:30:00.000Z';
const totals: InvoiceMappingInput = {
  name: 'totals',
  invoice: {
    number: 'number',
    customerName: 'customer',
    amount: 'amount',
    currency: 'currency',
    issuedAt: 'at',
  },
};
const lines: InvoiceMappingInput = {
  name: 'lines',
  invoice: { number: 'number', customerName: 'customer', currency: { constant: 'EUR' }, issuedAt: 'at' },
  line: {
    sku: 'sku',
    description: 'text',
    quantity: 'quantity',
    unit: 'unit',
    unitPrice: 'price',
    taxRate: 'tax',
  },
};

function codesOf(read: ImportRow | RowProblems): string[] {
  return isRow(read) ? [] : read.map(({ column, code }) => `${column} ${code}`);
}

function isRow(read: ImportRow | RowProblems): read is ImportRow {
  return !Array.isArray(read);
}

function rowOf(mapper: Mapper, fields: readonly string[]): ImportRow {
  const read = mapper.map(fields, 1);
  assert.ok(isRow(read), inspect(read));
  return read;
}

test('a row with a total is an invoice without lines', () => {
  assert.deepEqual(rowOf(toMapper(totals), ['A-1', ' Ada ', '12.50', 'EUR', at]), {
    rowNumber: 1,
    rowCount: 1,
    number: 'A-1',
    kind: 'INVOICE',
    customerId: null,
    customerName: 'Ada',
    currency: 'EUR',
    netMinor: 1250,
    taxMinor: 0,
    totalMinor: 1250,
    isTaxedByLine: false,
    issuedAtMs: Date.parse(at),
    issueDay: Math.floor(Date.parse(at) / 86_400_000),
    namesTime: true,
    namesDay: false,
    lines: [],
    statedTotalMinor: null,
  });
});

test('reports all problems of a row at once, by the columns of the file', () => {
  const read = toMapper(totals).map(['', 'A\nB', 'x', 'eur', 'today'], 7);
  assert.deepEqual(codesOf(read), [
    'number INVOICE_NUMBER_MISSING',
    'customer CONTROL_CHARACTER',
    'currency NOT_A_CURRENCY',
    'at NOT_A_DATE',
    'amount NOT_A_NUMBER',
  ]);
});

test('texts have the normal form that the API gives them, also where rows are grouped by their number', () => {
  const mapper = toMapper(totals);
  const row = rowOf(mapper, ['Re\u0301-\u200b1', 'Ka\u0308the\u00a0Bj\u00f6rk', '1', 'EUR', at]);
  assert.equal(row.number, 'R\u00e9-1');
  assert.equal(row.customerName, 'K\u00e4the Bj\u00f6rk');
  assert.equal(mapper.numberOf(['Re\u0301-\u200b1']), 'R\u00e9-1');
  assert.deepEqual(codesOf(mapper.map(['\u200b', '\u202eadA', '1', 'EUR', at], 1)), [
    'number INVOICE_NUMBER_MISSING',
    'customer CONTROL_CHARACTER',
  ]);
});

test('decimals are those of the currency', () => {
  const mapper = toMapper(totals);
  assert.equal(rowOf(mapper, ['1', 'Ada', '12.50', 'EUR', at]).totalMinor, 1250);
  assert.equal(rowOf(mapper, ['1', 'Ada', '12', 'JPY', at]).totalMinor, 12);
  assert.equal(rowOf(mapper, ['1', 'Ada', '12.125', 'BHD', at]).totalMinor, 12_125);
  assert.deepEqual(codesOf(mapper.map(['1', 'Ada', '12.5', 'JPY', at], 1)), ['amount TOO_MANY_DECIMALS']);
  assert.deepEqual(codesOf(mapper.map(['1', 'Ada', '12.125', 'EUR', at], 1)), ['amount TOO_MANY_DECIMALS']);
});

test('net and tax add up to the total, which a column of the file may confirm', () => {
  const { amount: _, ...rest } = totals.invoice;
  const mapper = toMapper({ ...totals, invoice: { ...rest, net: 'net', tax: 'tax', total: 'total' } });
  const fields = (net: string, tax: string, total: string) => ['1', 'Ada', 'EUR', at, net, tax, total];
  const { netMinor, taxMinor, totalMinor } = rowOf(mapper, fields('100.00', '20.00', '120.00'));
  assert.deepEqual([netMinor, taxMinor, totalMinor], [10_000, 2_000, 12_000]);
  assert.deepEqual(codesOf(mapper.map(fields('100', '20', '119.99'), 1)), ['total TOTAL_MISMATCH']);
  assert.deepEqual(codesOf(mapper.map(fields('100', '-20', '80'), 1)), ['net MIXED_SIGNS']);
});

test('a line has the total that billing computes', () => {
  const row = rowOf(toMapper(lines), ['1', 'Ada', at, 'T-1', 'Tea', '2.5', 'kg', '3.33', '19']);
  assert.deepEqual(row.lines, [
    {
      position: 1,
      sku: 'T-1',
      description: 'Tea',
      quantityE4: 25_000,
      unit: 'kg',
      unitPriceMicro: 333_000_000n,
      taxRateMilli: 19_000,
      taxCategory: null,
      taxExemptionReason: null,
      netMinor: 833,
      taxMinor: 158,
      isTaxStated: false,
    },
  ]);
  assert.deepEqual([row.netMinor, row.taxMinor, row.totalMinor], [833, 158, 991]);
});

test('a missing unit is a piece; price, quantity and rate must be possible', () => {
  const mapper = toMapper(lines);
  const map = (quantity: string, price: string, rate: string) =>
    mapper.map(['1', 'Ada', at, '', 'Tea', quantity, '', price, rate], 1);
  const plain = map('1', '1', '0');
  assert.deepEqual(isRow(plain) && plain.lines.map(({ sku, unit }) => [sku, unit]), [[null, 'piece']]);
  assert.deepEqual(codesOf(map('0', '1', '0')), ['quantity QUANTITY_NOT_POSITIVE']);
  assert.deepEqual(codesOf(map('1', '-1', '0')), ['price PRICE_NEGATIVE']);
  assert.deepEqual(codesOf(map('1', '1', '101')), ['tax OUT_OF_RANGE']);
  assert.deepEqual(codesOf(map('1', '1', '-1')), ['tax OUT_OF_RANGE']);
  assert.deepEqual(codesOf(map('1.00001', '0.000000001', '')), [
    'quantity TOO_MANY_DECIMALS',
    'price TOO_MANY_DECIMALS',
    'tax VALUE_MISSING',
  ]);
  assert.deepEqual(codesOf(map('999999999.999', '9999999999.99', '0')), ['quantity OUT_OF_RANGE']);
});

test('an invoice that is not a credit note must not be negative', () => {
  assert.deepEqual(codesOf(toMapper(totals).map(['1', 'Ada', '-1', 'EUR', at], 1)), [
    'amount AMOUNT_NEGATIVE',
  ]);
});

test('a negative amount is a credit note if the mapping says so', () => {
  const mapper = toMapper({ ...totals, creditNote: 'negativeAmount' });
  const kinds = ['-1.00', '0.00', '-0.00', '1.00'].map((amount) => {
    const { kind, totalMinor } = rowOf(mapper, ['1', 'Ada', amount, 'EUR', at]);
    return [kind, totalMinor];
  });
  assert.deepEqual(kinds, [
    ['CREDIT_NOTE', -100],
    ['INVOICE', 0],
    ['INVOICE', 0],
    ['INVOICE', 100],
  ]);
});

test('a number that begins with a prefix is a credit note, whose figures are negative or become so', () => {
  const fields = (number: string, quantity: string) => [
    number,
    'Ada',
    at,
    '',
    'Tea',
    quantity,
    'kg',
    '1.50',
    '20',
  ];
  const negative = toMapper({ ...lines, creditNote: { numberPrefix: 'C' } });
  const { kind, totalMinor } = rowOf(negative, fields('C1', '-2'));
  assert.deepEqual([kind, totalMinor], ['CREDIT_NOTE', -360]);
  assert.deepEqual(codesOf(negative.map(fields('C1', '2'), 1)), ['quantity QUANTITY_NOT_NEGATIVE']);
  assert.deepEqual(codesOf(negative.map(fields('1', '-2'), 1)), ['quantity QUANTITY_NOT_POSITIVE']);
  const positive = toMapper({ ...lines, creditNote: { numberPrefix: 'C', figures: 'positive' } });
  assert.deepEqual(rowOf(positive, fields('C1', '2')), rowOf(negative, fields('C1', '-2')));
  assert.deepEqual(codesOf(positive.map(fields('C1', '-2'), 1)), ['quantity QUANTITY_NOT_NEGATIVE']);
});

test('the apostrophe before a formula is removed if the mapping says so, and nothing else', () => {
  const plain = toMapper(totals);
  const neutralised = toMapper({ ...totals, neutralised: true });
  const name = (mapper: Mapper, text: string) => rowOf(mapper, ['1', text, '1', 'EUR', at]).customerName;
  assert.equal(name(neutralised, "'=1+1"), '=1+1');
  assert.equal(name(neutralised, "'-5"), '-5');
  assert.equal(name(neutralised, "''=1"), "'=1");
  assert.equal(name(neutralised, "'t Hooft"), "'t Hooft");
  assert.equal(name(plain, "'=1+1"), "'=1+1");
});

test('a missing value is replaced by the text of the mapping, or refused', () => {
  const fields = ['1', '', at, '', '', '1', 'kg', '0', '0'];
  assert.deepEqual(codesOf(toMapper({ ...lines, zeroPrice: 'reject' }).map(fields, 1)), [
    'customer CUSTOMER_MISSING',
    'text DESCRIPTION_MISSING',
    'price PRICE_ZERO',
  ]);
  const kept = rowOf(
    toMapper({ ...lines, missingCustomer: { keepAs: 'Nobody' }, missingDescription: { use: 'Goods' } }),
    fields,
  );
  assert.deepEqual([kept.customerName, kept.lines[0]?.description, kept.totalMinor], ['Nobody', 'Goods', 0]);
});

test('codes that are not goods are kept as lines without a product, or refused', () => {
  const fields = ['1', 'Ada', at, 'post', 'Postage', '1', 'kg', '4', '0'];
  const noGoods = (rows: 'keep' | 'reject') => toMapper({ ...lines, noGoods: { codes: ['POST'], rows } });
  assert.equal(rowOf(noGoods('keep'), fields).lines[0]?.sku, null);
  assert.deepEqual(codesOf(noGoods('reject').map(fields, 1)), ['sku NO_GOODS']);
});

test('the id of a customer is a UUID or absent', () => {
  const mapper = toMapper({ ...totals, invoice: { ...totals.invoice, customerId: 'id' } });
  const fields = (id: string) => ['1', 'Ada', '1', 'EUR', at, id];
  const id = '0195F3A0-0000-7000-8000-000000000001';
  assert.equal(rowOf(mapper, fields(id)).customerId, id.toLowerCase());
  assert.equal(rowOf(mapper, fields('')).customerId, null);
  assert.deepEqual(codesOf(mapper.map(fields('17850'), 1)), ['id NOT_A_UUID']);
});

test('texts may be as long as invoices allow, counted in code points', () => {
  const mapper = toMapper(totals);
  assert.equal(rowOf(mapper, ['😀'.repeat(64), 'Ada', '1', 'EUR', at]).number.length, 128);
  assert.deepEqual(codesOf(mapper.map(['x'.repeat(65), 'y'.repeat(501), '1', 'EUR', at], 1)), [
    'number TEXT_TOO_LONG',
    'customer TEXT_TOO_LONG',
  ]);
});

test('columns are found in any order, by sentences, or by one of several names', () => {
  const mapper = toMapper(
    {
      ...totals,
      invoice: {
        number: ['Invoice', 'Number'],
        customerName: 'What is the name of the customer, as it stands on the invoice?',
        amount: 'Amount',
        currency: { constant: 'EUR' },
        issuedAt: 'Issued',
      },
    },
    [
      'Issued',
      'Amount',
      'What is the name of the customer,\n as it stands on the invoice? ',
      'Other',
      'Number',
    ],
  );
  const { number, customerName } = rowOf(mapper, [at, '1', 'Ada', '', 'A-1']);
  assert.deepEqual([number, customerName], ['A-1', 'Ada']);
});

test('all columns that are missing or repeated are named', async () => {
  const { problems } = compileMapping(
    await findInvoiceMapping('facturation'),
    ['invoiceNumber', 'amount', 'amount', 'currency'],
    anyDay,
  );
  assert.deepEqual(
    problems?.map(({ path }) => path),
    ['/invoice/customerName', '/invoice/issuedAt', '/invoice/amount'],
  );
  assert.match(problems?.[0]?.message ?? '', /no column "customerName".* "currency"/);
  assert.match(problems?.[2]?.message ?? '', /2 columns "amount"/);
});

test('a file without a header needs the names of its columns in the mapping', async () => {
  const mapping = await findInvoiceMapping('facturation');
  assert.deepEqual(
    compileMapping(mapping, undefined, anyDay).problems?.map(({ path }) => path),
    ['/file/columns'],
  );
  const columns = ['invoiceNumber', 'customerName', 'amount', 'currency', 'issuedAt'];
  const { mapper } = compileMapping({ ...mapping, file: { ...mapping.file, columns } }, undefined, anyDay);
  assert.ok(mapper !== undefined);
});

test('the day on an invoice is the one of its column, or else the day of the time of issue', () => {
  const input: InvoiceMappingInput = {
    ...totals,
    invoice: { ...totals.invoice, issueDate: { column: 'day', optional: true } },
  };
  const header = ['number', 'customer', 'amount', 'currency', 'at'];
  const [with_, without] = [
    toMapper(input, [...header, 'day'], { timeZone: 'Europe/Paris' }),
    toMapper(input, header, { timeZone: 'Europe/Paris' }),
  ];
  const late = ['1', 'Ada', '1', 'EUR', '2025-12-31T23:30:00.000Z'];
  const dayOf = (mapper: Mapper, fields: readonly string[]) => formatEpochDay(rowOf(mapper, fields).issueDay);
  assert.equal(dayOf(with_, [...late, '2024-02-29']), '2024-02-29');
  assert.equal(dayOf(with_, [...late, '']), '2026-01-01');
  assert.equal(dayOf(without, late), '2026-01-01');
  assert.deepEqual(codesOf(with_.map([...late, '2026-02-30'], 1)), ['day NOT_A_DATE']);
});

test('amounts and prices in minor units are whole numbers of them; quantities and rates are not', () => {
  const mapper = toMapper({ ...totals, numbers: { minorUnits: true } });
  assert.equal(rowOf(mapper, ['1', 'Ada', '11900', 'EUR', at]).totalMinor, 11_900);
  assert.equal(rowOf(mapper, ['1', 'Ada', '11900', 'JPY', at]).totalMinor, 11_900);
  assert.deepEqual(codesOf(mapper.map(['1', 'Ada', '119.50', 'EUR', at], 1)), ['amount TOO_MANY_DECIMALS']);
  const ofLines = toMapper({ ...lines, numbers: { minorUnits: true } });
  const { netMinor, taxMinor } = rowOf(ofLines, ['1', 'Ada', at, 'T', 'Tea', '2.5', 'kg', '200', '19']);
  assert.deepEqual([netMinor, taxMinor], [500, 95]);
});

test('a rate may have a percent sign, or be a fraction if the mapping says so', () => {
  const rateOf = (mapper: Mapper, rate: string) => {
    const read = mapper.map(['1', 'Ada', at, 'T', 'Tea', '1', 'kg', '10', rate], 1);
    return isRow(read) ? read.lines[0]?.taxRateMilli : codesOf(read).join();
  };
  const percent = toMapper(lines);
  const written = ['19', '19%', '19 %', '19.00\u00a0%', '%19', '0.19'].map((rate) => rateOf(percent, rate));
  assert.deepEqual(written, [19_000, 19_000, 19_000, 19_000, 19_000, 190]);
  const fraction = toMapper({ ...lines, numbers: { rates: 'fraction' } });
  assert.deepEqual(
    ['0.19', '0.0725', '0', '1'].map((rate) => rateOf(fraction, rate)),
    [19_000, 7_250, 0, 100_000],
  );
  assert.equal(rateOf(fraction, '19'), 'tax OUT_OF_RANGE');
  assert.equal(rateOf(fraction, '19%'), 'tax NOT_A_NUMBER');
  assert.equal(rateOf(percent, '19€'), 'tax CURRENCY_MISMATCH');
});

test('signs of the currency of the row may stand around amounts, those of another currency may not', () => {
  const read = (amount: string, currency: string) => {
    const mapper = toMapper({ ...totals, numbers: { thousands: [','], currencySigns: 'known' } });
    const row = mapper.map(['1', 'Ada', amount, currency, at], 1);
    return isRow(row) ? row.totalMinor : codesOf(row).join();
  };
  assert.deepEqual(
    [
      read('12.34 €', 'EUR'),
      read('$1,234.50', 'USD'),
      read('CA$5', 'CAD'),
      read('kr 5', 'SEK'),
      read('5 zł', 'PLN'),
    ],
    [1_234, 123_450, 500, 500, 500],
  );
  assert.deepEqual(
    [read('$5', 'EUR'), read('€5', 'USD'), read('GBP 5', 'EUR')],
    ['amount CURRENCY_MISMATCH', 'amount CURRENCY_MISMATCH', 'amount CURRENCY_MISMATCH'],
  );
  assert.deepEqual(codesOf(toMapper(totals).map(['1', 'Ada', '€5', 'EUR', at], 1)), ['amount NOT_A_NUMBER']);
  const own = toMapper({ ...totals, numbers: { currencySigns: ['Fr.'] } });
  assert.equal(rowOf(own, ['1', 'Ada', 'Fr. 5.00', 'CHF', at]).totalMinor, 500);
});

test('currencies may be in small letters, or have names, if the mapping says so', () => {
  const mapper = toMapper({
    ...totals,
    currencies: { smallLetters: true, names: { '€': 'EUR', Pounds: 'GBP' } },
  });
  const codes = ['eur', 'USD', '€', 'Pounds', 'ved'].map(
    (currency) => rowOf(mapper, ['1', 'Ada', '1', currency, at]).currency,
  );
  assert.deepEqual(codes, ['EUR', 'USD', 'EUR', 'GBP', 'VED']);
  for (const currency of ['euro', 'constructor', '__proto__', 'xxx', '']) {
    assert.ok(!isRow(mapper.map(['1', 'Ada', '1', currency, at], 1)), currency);
  }
});

test('a column may mark credit notes, whose figures are negative or become so', () => {
  const mark = (creditNote: object) =>
    toMapper({ ...totals, creditNote: { column: 'type', values: ['Credit note', 'CM'], ...creditNote } }, [
      'number',
      'customer',
      'amount',
      'currency',
      'at',
      'type',
    ]);
  const fields = (amount: string, type: string) => ['1', 'Ada', amount, 'EUR', at, type];
  const positive = mark({ figures: 'positive' });
  const negative = mark({});
  for (const [mapper, amount] of [
    [positive, '5'],
    [negative, '-5'],
  ] as const) {
    const { kind, totalMinor } = rowOf(mapper, fields(amount, 'CREDIT NOTE'));
    assert.deepEqual([kind, totalMinor], ['CREDIT_NOTE', -500]);
  }
  assert.equal(rowOf(positive, fields('5', 'Invoice')).kind, 'INVOICE');
  assert.deepEqual(codesOf(negative.map(fields('5', 'cm'), 1)), ['amount CREDIT_NOTE_POSITIVE']);
  assert.deepEqual(codesOf(positive.map(fields('-5', 'cm'), 1)), ['amount CREDIT_NOTE_POSITIVE']);
  const closed = mark({ figures: 'positive', invoices: ['Invoice'] });
  assert.deepEqual(codesOf(closed.map(fields('5', 'Payment'), 1)), ['type NOT_A_KIND']);
  assert.equal(rowOf(closed, fields('5', 'invoice')).kind, 'INVOICE');
});

test('prices have up to six decimals more than the currency, and only amounts are rounded', () => {
  const mapper = toMapper(lines);
  const of = (quantity: string, price: string) => {
    const read = mapper.map(['1', 'Ada', at, '', 'Power', quantity, 'kWh', price, '0'], 1);
    return isRow(read) ? [read.lines[0]?.unitPriceMicro, read.netMinor] : codesOf(read);
  };
  assert.deepEqual(of('1000', '0.2345'), [23_450_000n, 23_450]);
  assert.deepEqual(of('3', '0.00000001'), [1n, 0]);
  assert.deepEqual(of('1', '0.005'), [500_000n, 1]);
  assert.deepEqual(of('1', '0.00499999'), [499_999n, 0]);
  assert.deepEqual(of('1', '0.50000000'), [50_000_000n, 50]);
  assert.deepEqual(of('0.001', '9999999999.99'), [999_999_999_999_000_000n, 1_000_000_000]);
  assert.deepEqual(of('1', '0.000000001'), ['price TOO_MANY_DECIMALS']);
  assert.deepEqual(of('1', '9999999999.990001'), ['price OUT_OF_RANGE']);
  assert.deepEqual(of('1', '10000000000'), ['price OUT_OF_RANGE']);
  assert.deepEqual(of('1', '-0.2345'), ['price PRICE_NEGATIVE']);
  const cents = toMapper({ ...lines, numbers: { minorUnits: true, decimal: ',', currencySigns: ['ct'] } });
  const row = rowOf(cents, ['1', 'Ada', at, '', 'Power', '1000', 'kWh', '23,45 ct', '9,975%']);
  assert.deepEqual([row.netMinor, row.lines[0]?.taxRateMilli], [23_450, 9_975]);
});

test('the net of a line is quantity times price, rounded as the platform rounds', () => {
  const mapper = toMapper(lines);
  fc.assert(
    fc.property(fc.bigInt(1n, 9_999_999n), fc.bigInt(0n, 99_999_999_999n), (milli, micro) => {
      const [quantity, price] = [formatDecimal(milli, 3, 0), formatDecimal(micro, 8, 0)];
      const { netMinor } = rowOf(mapper, ['1', 'Ada', at, '', 'Power', quantity, 'kWh', price, '0']);
      assert.equal(BigInt(netMinor), divideHalfUp(milli * micro, 1_000_000_000n), `${quantity} ${price}`);
    }),
  );
});

test('a row of a closed period or of the future is refused, and the problem names the bound', () => {
  const limits = {
    earliest: '2026-01-01',
    latest: '2026-03-01',
    today: '2026-03-01',
    timeZone: 'Europe/Paris',
  };
  const mapper = toMapper(totals, undefined, limits);
  const read = (time: string) => mapper.map(['A-1', 'Ada', '12.50', 'EUR', time], 1);
  // The days are the seller's: both instants are on the other side of midnight in UTC.
  assert.ok(isRow(read('2025-12-31T23:00:00Z')));
  assert.ok(isRow(read('2026-03-01T22:59:59Z')));
  for (const [time, bound] of [
    ['2025-12-31T22:59:59Z', /at: .*2026-01-01 or later/],
    ['2026-03-01T23:00:00Z', /at: .*future: today is 2026-03-01/],
  ] as const) {
    const problems = read(time);
    assert.ok(!isRow(problems));
    assert.deepEqual(codesOf(problems), ['at DATE_OUT_OF_RANGE']);
    assert.match(problems[0].message, bound);
  }
});
