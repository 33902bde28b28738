import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphQLError, Kind } from 'graphql';
import { Unreadable } from './scalar-input.ts';
import { scalars } from './scalars.ts';

const samples = {
  Decimal: { right: ['0', '-1.50', '12345678901234567890.1'], wrong: ['1,5', '', 'NaN', 1.5] },
  Currency: { right: ['EUR', 'JPY'], wrong: ['eur', 'XXX', '€', 978] }, // XXX: no currency (ISO 4217)
  DateTime: {
    right: ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.123+02:00'],
    wrong: ['2026-03-01', '2026-02-30T00:00:00Z', '2026-03-01T25:00:00Z', '2026-03-01T09:30:00', 0],
  },
  Date: { right: ['2026-02-28', '2024-02-29'], wrong: ['2026-02-29', '2026-13-01', '01/03/2026', 20260301] },
  Cursor: { right: ['abc'], wrong: ['', 5] },
} as const;

for (const [name, { right, wrong }] of Object.entries(samples)) {
  const scalar = scalars[name as keyof typeof samples];
  test(`${name} marks every other form as unreadable, in variables and in documents, and never gives it`, () => {
    for (const value of right) {
      assert.equal(scalar.parseValue(value), value);
      assert.equal(scalar.parseLiteral({ kind: Kind.STRING, value }), value);
    }
    for (const value of [...wrong, {}, [right[0]], true]) {
      const read = scalar.parseValue(value);
      assert.ok(read instanceof Unreadable);
      assert.match(read.message, /^Must be /);
      assert.throws(() => scalar.serialize(value), GraphQLError);
    }
    assert.ok(scalar.parseLiteral({ kind: Kind.FLOAT, value: '1.5' }) instanceof Unreadable);
    assert.ok(scalar.parseLiteral({ kind: Kind.ENUM, value: 'EUR' }) instanceof Unreadable);
  });
}

test('a number that is too long is told so', () => {
  const read = scalars.Decimal.parseValue('1'.repeat(500));
  assert.ok(read instanceof Unreadable);
  assert.equal(
    read.message,
    'Must have at most 30 digits before the point and 30 after it; the number has 500 digits.',
  );
  assert.equal(scalars.Decimal.parseValue(`-0.${'0'.repeat(30)}`), `-0.${'0'.repeat(30)}`);
});
