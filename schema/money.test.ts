import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { divideHalfUp, formatDecimal, isDecimal, parseDecimal } from './decimal.ts';
import { formatMinor, isCurrency, parseMoney, toMoneyObject } from './money.ts';

test('what is written reads back the same', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }),
      fc.nat(6),
      fc.nat(6),
      (value, scale, least) => {
        assert.equal(parseDecimal(formatDecimal(value, scale, Math.min(least, scale)), scale), value);
      },
    ),
  );
});

test('a decimal with more digits than the scale is refused, zeros at its end are not', () => {
  assert.equal(parseDecimal('1.005', 2), undefined);
  assert.equal(parseDecimal('1.500', 2), 150n);
  for (const text of ['', '1,5', '1.', '.5', '+1', '1e3', ' 1', 'NaN', '--1', '١']) {
    assert.equal(parseDecimal(text, 2), undefined, text);
    assert.equal(isDecimal(text), false, text);
  }
});

test('half-up rounds to the nearest, a half away from zero', () => {
  assert.deepEqual(
    [5n, -5n, 4n, -4n, 15n, 25n].map((value) => divideHalfUp(value, 10n)),
    [1n, -1n, 0n, 0n, 2n, 3n],
  );
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      fc.bigInt({ min: 1n, max: 10n ** 6n }),
      (dividend, divisor) => {
        const distance = divideHalfUp(dividend, divisor) * divisor - dividend;
        const twice = 2n * (distance < 0n ? -distance : distance);
        assert.ok(twice <= divisor);
        // Exactly between two, the result is the one farther from zero.
        if (twice === divisor) assert.equal(distance > 0n, dividend > 0n);
      },
    ),
  );
});

test('a currency decides how many decimals its amounts have', () => {
  assert.equal(formatMinor(123450n, 'EUR'), '1234.50');
  assert.equal(formatMinor(-5n, 'EUR'), '-0.05');
  assert.equal(formatMinor(1234n, 'JPY'), '1234');
  assert.equal(formatMinor(1234n, 'KWD'), '1.234');
  assert.equal(parseMoney('1.5', 'JPY'), undefined);
  assert.deepEqual(toMoneyObject({ amountMinor: 99n, currency: 'GBP' }), { amount: '0.99', currency: 'GBP' });
  for (const current of ['VED', 'VES', 'XCG', 'ZWG', 'SLE']) assert.ok(isCurrency(current), current);
  const noCurrency = 'XXX'; // ISO 4217's own code for no currency
  assert.deepEqual(['EUR', 'GBP', 'eur', noCurrency, 'EURO', ''].map(isCurrency), [
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
