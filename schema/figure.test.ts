import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeDecimals } from './figure.ts';
import { parseMoney } from './money.ts';
import { formatQuantity, maxQuantityE4, parseQuantity } from './quantity.ts';
import { formatTaxRate, maxTaxRateMilli, parseTaxRate } from './tax-rate.ts';
import { formatUnitPrice, maxUnitPriceMicro, parseUnitPrice } from './unit-price.ts';

test('a unit price has up to six decimals more than its currency', () => {
  assert.deepEqual(parseUnitPrice('0.2345', 'EUR'), { value: { amountMicro: 23_450_000n, currency: 'EUR' } });
  assert.deepEqual(parseUnitPrice('0.00000001', 'EUR').value?.amountMicro, 1n);
  assert.deepEqual(parseUnitPrice('1.5', 'JPY').value?.amountMicro, 1_500_000n);
  assert.deepEqual(parseUnitPrice('0.123456789', 'KWD').value?.amountMicro, 123_456_789n);
  assert.deepEqual(parseUnitPrice('0.000000001', 'EUR').problem, {
    code: 'INVALID',
    message: 'Give a price in EUR from 0 to 9999999999.99 with up to 8 decimals.',
  });
  assert.equal(parseUnitPrice('0.0000001', 'JPY').problem?.code, 'INVALID');
});

test('a unit price is written with all its decimals and at least those of its currency', () => {
  const written = (text: string, currency: string) => {
    const { value } = parseUnitPrice(text, currency);
    assert.ok(value);
    return formatUnitPrice(value);
  };
  assert.equal(written('0.2345', 'EUR'), '0.2345');
  assert.equal(written('12.5', 'EUR'), '12.50');
  assert.equal(written('100', 'JPY'), '100');
  assert.equal(written('100.5', 'JPY'), '100.5');
  assert.equal(written('1.00000000', 'EUR'), '1.00');
});

test('a figure is refused beyond its bound, and the message names the bound', () => {
  assert.equal(parseUnitPrice('9999999999.99', 'EUR').value?.amountMicro, maxUnitPriceMicro);
  for (const text of ['9999999999.99000001', '10000000000', '-0.01']) {
    const { problem } = parseUnitPrice(text, 'EUR');
    assert.equal(problem?.code, 'OUT_OF_RANGE', text);
    assert.match(problem?.message ?? '', /from 0 to 9999999999\.99/);
  }
  assert.equal(parseQuantity('999999999.9999').value, maxQuantityE4);
  for (const text of ['0', '-1', '1000000000']) {
    assert.deepEqual(parseQuantity(text).problem, {
      code: 'OUT_OF_RANGE',
      message: 'Give a quantity from 0.0001 to 999999999.9999 with up to 4 decimals.',
    });
  }
  assert.equal(parseTaxRate('100').value, maxTaxRateMilli);
  for (const text of ['100.001', '-0.001'])
    assert.equal(parseTaxRate(text).problem?.code, 'OUT_OF_RANGE', text);
  assert.equal(parseTaxRate('5.5555').problem?.code, 'INVALID');
});

test('a zero with a sign is zero, and refused only where zero is', () => {
  for (const zero of ['-0', '-0.00']) {
    assert.equal(parseUnitPrice(zero, 'EUR').value?.amountMicro, 0n);
    assert.ok(Object.is(parseTaxRate(zero).value, 0));
    assert.equal(parseMoney(zero, 'EUR')?.amountMinor, 0n);
    assert.equal(parseQuantity(zero).problem?.code, 'OUT_OF_RANGE');
  }
});

test('a tax rate has up to three decimals and is written with two at least', () => {
  assert.equal(parseTaxRate('9.975').value, 9_975);
  assert.equal(formatTaxRate(9_975), '9.975');
  assert.equal(formatTaxRate(20_000), '20.00');
  assert.equal(formatTaxRate(5_500), '5.50');
  assert.equal(formatTaxRate(0), '0.00');
});

test('what is written is read back', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: maxUnitPriceMicro }),
      fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'),
      fc.bigInt({ min: 1n, max: maxQuantityE4 }),
      fc.integer({ min: 0, max: maxTaxRateMilli }),
      (amountMicro, currency, quantityE4, taxRateMilli) => {
        const price = { amountMicro, currency };
        assert.deepEqual(parseUnitPrice(formatUnitPrice(price), currency).value, price);
        assert.equal(parseQuantity(formatQuantity(quantityE4)).value, quantityE4);
        assert.equal(parseTaxRate(formatTaxRate(taxRateMilli)).value, taxRateMilli);
      },
    ),
  );
});

test('a currency without decimals is told without a zero', () => {
  assert.equal(describeDecimals(0), 'without decimals');
  assert.equal(describeDecimals(3), 'with up to 3 decimals');
});
