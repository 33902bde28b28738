import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCustomerName } from './customer-name.ts';

test('each customer has a name of its own', () => {
  const names = Array.from({ length: 10_000 }, (_, customer) => toCustomerName(customer));
  assert.equal(new Set(names).size, names.length);
});

test('names contain the characters that CSV readers often get wrong', () => {
  const names = Array.from({ length: 20 }, (_, customer) => toCustomerName(customer)).join('\n');
  for (const part of [',', '"', "'", 'é']) assert.ok(names.includes(part), part);
});
