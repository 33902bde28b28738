import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputProblems } from '#kernel/input-problems.ts';
import { invoiceBounds } from '#schema/invoice-bounds.ts';
import {
  collectReferencedIds,
  type DraftChange,
  type InvoiceInput,
  parseDraftChange,
} from './invoice-input.ts';
import type { LineInput } from './line-input.ts';
import type { InvoicedCustomer, InvoicedProduct } from './reference.ts';

const customerId = '01a1fd86-8c29-7609-8271-821153593541';
const productId = '01a1fd86-8c29-7609-8271-7eb086bf513a';
const customer: InvoicedCustomer = {
  id: customerId,
  status: 'ACTIVE',
  displayName: 'Acme',
  addressLines: [],
  countryCode: null,
  taxNumber: null,
  language: null,
  identity: { address: null, siren: null, siret: null, electronicAddress: null },
};
const product: InvoicedProduct = {
  id: productId,
  status: 'ACTIVE',
  sku: 'S-1',
  name: 'Screw',
  unit: 'box',
  unitPrice: { amountMicro: 250_000_000n, currency: 'EUR' },
  taxRateMilli: 20_000,
  taxCategory: null,
  taxExemptionReason: null,
  isStockTracked: false,
};

interface Known {
  customer?: InvoicedCustomer | undefined;
  product?: InvoicedProduct;
  currency?: string;
}

function parse(
  input: InvoiceInput,
  known: Known = {},
): { change: DraftChange; codes: Record<string, string> } {
  const problems = new InputProblems();
  const references = {
    customer: 'customer' in known ? known.customer : customer,
    products: new Map([[productId, known.product ?? product]]),
  };
  const change = parseDraftChange(input, known.currency ?? 'EUR', references, problems);
  return {
    change,
    codes: Object.fromEntries(problems.errors.map(({ field, code }) => [field.join('.'), code])),
  };
}

const codesOfLine = (line: LineInput, known?: Known) => parse({ lines: [line] }, known).codes;
const free: LineInput = { description: 'Work', quantity: '1', unitPrice: '80', taxRate: '20' };

test('a line takes absent values from its product and keeps given ones', () => {
  const { change, codes } = parse({
    customerId,
    lines: [
      { productId, quantity: '2.5' },
      {
        productId,
        quantity: '1',
        description: 'Special screw',
        unit: 'piece',
        unitPrice: '0.10',
        taxRate: '5.5',
      },
    ],
  });
  assert.deepEqual(codes, {});
  const [taken, given] = change.priced?.lines ?? [];
  assert.deepEqual(taken, {
    productId,
    sku: 'S-1',
    description: 'Screw',
    unit: 'box',
    quantityE4: 25_000n,
    unitPriceMicro: 250_000_000n,
    taxRateMilli: 20_000,
    taxCategory: null,
    taxExemptionReason: null,
    adjustments: null,
    netMinor: 625n,
    taxMinor: 125n,
    grossMinor: null,
  });
  assert.equal(given?.description, 'Special screw');
  assert.equal(given?.unitPriceMicro, 10_000_000n);
  assert.equal(given?.taxRateMilli, 5_500);
  assert.deepEqual(change.priced?.totals, { netMinor: 635n, taxMinor: 126n, totalMinor: 761n });
});

test('null means absent in a line', () => {
  const line = { productId, quantity: '1', description: null, unit: null, unitPrice: null, taxRate: null };
  assert.deepEqual(codesOfLine(line), {});
});

test('a line without a product needs its description, price and rate; its unit is a piece', () => {
  assert.deepEqual(codesOfLine({ quantity: '1' }), {
    'lines.0.description': 'REQUIRED',
    'lines.0.unitPrice': 'REQUIRED',
    'lines.0.taxRate': 'REQUIRED',
  });
  assert.equal(parse({ lines: [free] }).change.priced?.lines[0]?.unit, 'piece');
});

test('all problems of all fields are reported at once, each with its path', () => {
  const { codes } = parse(
    {
      customerId,
      dueDate: '0001-01-01',
      externalReference: 'x'.repeat(101),
      note: 'bell \u0007',
      lines: [
        free,
        { ...free, quantity: '0', taxRate: '100.001' },
        { ...free, quantity: '1.00001', unitPrice: '-0.01', description: ' ', unit: 'x'.repeat(21) },
        { productId: customerId, quantity: '-1' },
        { ...free, unitPrice: '1.000000001', taxRate: '5.5555', description: 'x'.repeat(501) },
      ],
    },
    { customer: { ...customer, status: 'ARCHIVED' } },
  );
  assert.deepEqual(codes, {
    customerId: 'WRONG_STATE',
    dueDate: 'OUT_OF_RANGE',
    externalReference: 'TOO_LONG',
    note: 'INVALID',
    'lines.1.quantity': 'OUT_OF_RANGE',
    'lines.1.taxRate': 'OUT_OF_RANGE',
    'lines.2.quantity': 'INVALID',
    'lines.2.unitPrice': 'OUT_OF_RANGE',
    'lines.2.description': 'REQUIRED',
    'lines.2.unit': 'TOO_LONG',
    'lines.3.productId': 'NOT_FOUND',
    'lines.3.quantity': 'OUT_OF_RANGE',
    'lines.4.unitPrice': 'INVALID',
    'lines.4.taxRate': 'INVALID',
    'lines.4.description': 'TOO_LONG',
  });
});

test('a line whose product has another currency needs its own price', () => {
  const known = { currency: 'USD' };
  assert.deepEqual(codesOfLine({ productId, quantity: '1' }, known), { 'lines.0.unitPrice': 'REQUIRED' });
  assert.deepEqual(codesOfLine({ productId, quantity: '1', unitPrice: '3' }, known), {});
});

test('an archived product is refused', () => {
  const archived: InvoicedProduct = { ...product, status: 'ARCHIVED' };
  assert.deepEqual(codesOfLine({ productId, quantity: '1' }, { product: archived }), {
    'lines.0.productId': 'WRONG_STATE',
  });
});

test('a price may have six decimals more than its currency, and only the amount is rounded', () => {
  assert.deepEqual(codesOfLine({ ...free, unitPrice: '80.1234567' }, { currency: 'JPY' }), {
    'lines.0.unitPrice': 'INVALID',
  });
  const { change, codes } = parse({
    lines: [{ ...free, quantity: '1000', unitPrice: '0.2345', taxRate: '19' }],
  });
  assert.deepEqual(codes, {});
  assert.equal(change.priced?.lines[0]?.unitPriceMicro, 23_450_000n);
  assert.deepEqual(change.priced?.totals, { netMinor: 23_450n, taxMinor: 4_456n, totalMinor: 27_906n });
});

test('the price of a product is taken with all its decimals', () => {
  const exact: InvoicedProduct = { ...product, unitPrice: { amountMicro: 23_450_000n, currency: 'EUR' } };
  const { change } = parse({ lines: [{ productId, quantity: '3' }] }, { product: exact });
  assert.equal(change.priced?.lines[0]?.netMinor, 70n);
});

test('figures beyond the bounds are refused with their path', () => {
  assert.deepEqual(codesOfLine({ ...free, quantity: '1000000000' }), { 'lines.0.quantity': 'OUT_OF_RANGE' });
  assert.deepEqual(codesOfLine({ ...free, unitPrice: '10000000000.00' }), {
    'lines.0.unitPrice': 'OUT_OF_RANGE',
  });
  const huge = { ...free, quantity: '999', unitPrice: '9999999999.99', taxRate: '0' };
  assert.deepEqual(codesOfLine({ ...huge, quantity: '1001' }), { 'lines.0': 'OUT_OF_RANGE' });
  assert.deepEqual(codesOfLine(huge), {});
  assert.deepEqual(parse({ lines: [huge, huge] }).codes, { lines: 'OUT_OF_RANGE' });
});

test('an input with too many lines is refused without reading or looking up the lines', () => {
  const lines = Array.from({ length: 1_001 }, () => ({ productId, quantity: 'x' }));
  assert.deepEqual(parse({ lines }).codes, { lines: 'TOO_LONG' });
  assert.deepEqual(collectReferencedIds({ lines }).productIds, []);
});

test('absent fields change nothing, null empties what may be empty', () => {
  assert.deepEqual(parse({}).change, {
    customer: undefined,
    priced: undefined,
    dueDate: undefined,
    externalReference: undefined,
    note: undefined,
    purchaseOrder: undefined,
    buyerReference: undefined,
    contract: undefined,
    operationKind: undefined,
    delivery: undefined,
  });
  const { change } = parse({ dueDate: null, externalReference: null, note: null });
  assert.deepEqual([change.dueDate, change.externalReference, change.note], [null, null, null]);
  assert.deepEqual(parse({ customerId: null, lines: null }, { customer: undefined }).codes, {
    customerId: 'REQUIRED',
    lines: 'REQUIRED',
  });
});

test('the ids to look up are unique, well-formed and in one form', () => {
  const lines = [productId, productId.toUpperCase(), 'nonsense', null].map((id) => ({
    productId: id,
    quantity: '1',
  }));
  assert.deepEqual(collectReferencedIds({ customerId: 'nonsense', lines }), {
    customerId: undefined,
    productIds: [productId],
  });
});

test('each text has a maximum length', () => {
  const line = { quantity: '1', unitPrice: '1', taxRate: '0', description: 'a' };
  const { externalReferenceLength, noteLength, descriptionLength, unitLength } = invoiceBounds;
  const { documentReferenceLength, recipientNameLength } = invoiceBounds;
  const texts: [name: string, bound: number, input: (text: string) => InvoiceInput][] = [
    ['externalReference', externalReferenceLength, (externalReference) => ({ externalReference })],
    ['note', noteLength, (note) => ({ note })],
    ['purchaseOrder', documentReferenceLength, (purchaseOrder) => ({ purchaseOrder })],
    ['buyerReference', documentReferenceLength, (buyerReference) => ({ buyerReference })],
    ['contract', documentReferenceLength, (contract) => ({ contract })],
    ['delivery.recipientName', recipientNameLength, (recipientName) => ({ delivery: { recipientName } })],
    ['lines.0.description', descriptionLength, (description) => ({ lines: [{ ...line, description }] })],
    ['lines.0.unit', unitLength, (unit) => ({ lines: [{ ...line, unit }] })],
  ];
  for (const [name, bound, input] of texts) {
    assert.deepEqual(parse(input('a'.repeat(bound))).codes, {});
    assert.deepEqual(parse(input('a'.repeat(bound + 1))).codes, { [name]: 'TOO_LONG' });
  }
});
