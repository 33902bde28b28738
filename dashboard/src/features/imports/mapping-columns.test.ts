import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupsRows, leavesRowsOut, listMappedFields, setMappedColumn } from './mapping-columns.ts';

const columns = ['No', 'Client', 'Gross', 'Paid on'];
const mapping = JSON.stringify({
  name: 'x',
  invoice: {
    number: 'No',
    customerName: { column: 'Client', prefix: 'C ' },
    currency: { constant: 'EUR' },
    issueDate: { column: ['day', 'Paid on'], optional: true },
    amount: 'Total',
  },
});

test('each member of a mapping is a column, a constant, a rule or nothing', () => {
  const fields = listMappedFields(mapping, columns);
  const found = Object.fromEntries(
    fields.map(({ name, column, constant, rule }) => [name, column ?? constant ?? rule]),
  );
  assert.deepEqual(found, {
    number: 'No',
    customerName: '{"column":"Client","prefix":"C "}',
    customerId: null,
    currency: 'EUR',
    issuedAt: null,
    issueDate: 'Paid on',
    amount: 'Total',
    net: null,
    tax: null,
    total: null,
  });
  assert.deepEqual(listMappedFields('not JSON', columns), []);
});

test('another column changes one member and nothing else', () => {
  const before = JSON.parse(mapping) as { invoice: object };
  const field = { section: 'invoice', name: 'amount' } as const;
  const changed = JSON.parse(setMappedColumn(mapping, field, 'Gross')) as unknown;
  assert.deepEqual(changed, { ...before, invoice: { ...before.invoice, amount: 'Gross' } });
  const { amount, ...rest } = before.invoice as Record<string, unknown>;
  assert.equal(amount, 'Total');
  assert.deepEqual(JSON.parse(setMappedColumn(mapping, field, null)), { ...before, invoice: rest });
});

test('options are offered for what a mapping does', () => {
  assert.deepEqual([leavesRowsOut(mapping), groupsRows(mapping)], [false, false]);
  const other = '{"leaveOut": {"name": "x"}, "grouping": {"by": "number"}}';
  assert.deepEqual([leavesRowsOut(other), groupsRows(other)], [true, true]);
});
