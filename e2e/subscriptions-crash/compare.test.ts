import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Announced } from './announced.ts';
import { compareFollower } from './compare.ts';
import type { Seen } from './follower.ts';

const announced: Announced = {
  byCustomer: new Map([
    ['ada', ['1', '2', '4']],
    ['bob', ['3']],
  ]),
  totals: new Map([['EUR', { count: 4, minor: 40n }]]),
};
const ofAda = (number: string): Seen => ({ number, customer: 'ada', currency: 'EUR', minor: 10n });
const ofBob = (number: string): Seen => ({ number, customer: 'bob', currency: 'EUR', minor: 10n });

function wrongWith(seen: readonly Seen[], counted = 0, failures: readonly string[] = []): string[] {
  const snapshot = new Map(counted > 0 ? [['EUR', { count: counted, minor: BigInt(counted) * 10n }]] : []);
  return compareFollower({ name: 'x', snapshot, seen, failures }, announced)
    .filter(({ count }) => count > 0)
    .map(({ what }) => what.slice('x: '.length));
}

test('customers may come in any order, and a snapshot may count the first of each', () => {
  assert.deepEqual(wrongWith([ofBob('3'), ofAda('1'), ofAda('2'), ofAda('4')]), []);
  assert.deepEqual(wrongWith([ofAda('2'), ofAda('4')], 2), []);
});

test('an invoice that is missing, repeated or out of order is told', () => {
  const order = 'invoices out of the order of their customer';
  const sum = 'currencies whose snapshot and invoices do not add up';
  assert.deepEqual(wrongWith([ofAda('1'), ofAda('4'), ofBob('3')]), ['invoices missing', order, sum]);
  assert.deepEqual(wrongWith([ofAda('1'), ofAda('2'), ofAda('2'), ofAda('4'), ofBob('3')]), [
    'invoices seen more than once',
    order,
    sum,
  ]);
  assert.deepEqual(wrongWith([ofAda('2'), ofAda('1'), ofAda('4'), ofBob('3')]), [order]);
});

test('an end that the client was told of counts, whatever was seen', () => {
  assert.deepEqual(wrongWith([ofBob('3'), ofAda('1'), ofAda('2'), ofAda('4')], 0, ['completed']), [
    'ends of the subscription',
  ]);
});
