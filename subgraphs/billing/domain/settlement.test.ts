import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deriveStatus, type Settlement, toBalance, toRefundable } from './settlement.ts';

const today = '2026-03-01';
const open = {
  status: 'ISSUED',
  kind: 'INVOICE',
  totalMinor: 10_000n,
  paidMinor: 0n,
  creditedMinor: 0n,
  dueDate: null,
} as const satisfies Settlement & { dueDate: string | null };

const figuresOf = (changes: Partial<Settlement>) => {
  const invoice = { ...open, ...changes };
  return [toBalance(invoice), toRefundable(invoice), deriveStatus(invoice, today)];
};

test('payments and credits lower the balance, and nothing is refundable while one is left', () => {
  assert.deepEqual(figuresOf({}), [10_000n, 0n, 'OPEN']);
  assert.deepEqual(figuresOf({ paidMinor: 3_000n }), [7_000n, 0n, 'PARTIALLY_PAID']);
  assert.deepEqual(figuresOf({ creditedMinor: 3_000n }), [7_000n, 0n, 'PARTIALLY_PAID']);
  assert.deepEqual(figuresOf({ paidMinor: 3_000n, creditedMinor: 6_999n }), [1n, 0n, 'PARTIALLY_PAID']);
});

test('a credit beyond what is unpaid is refundable, and no more than was paid', () => {
  const paid = { status: 'PAID', paidMinor: 10_000n } as const;
  assert.deepEqual(figuresOf(paid), [0n, 0n, 'PAID']);
  assert.deepEqual(figuresOf({ ...paid, creditedMinor: 2_500n }), [0n, 2_500n, 'PAID']);
  assert.deepEqual(figuresOf({ ...paid, creditedMinor: 10_000n }), [0n, 10_000n, 'PAID']);
  assert.deepEqual(figuresOf({ status: 'PAID', creditedMinor: 10_000n }), [0n, 0n, 'PAID']);
});

test('an invoice is overdue from the day after it was due, while a balance is left', () => {
  const derive = (changes: Partial<typeof open> | object) => deriveStatus({ ...open, ...changes }, today);
  assert.equal(derive({ dueDate: '2026-02-28' }), 'OVERDUE');
  assert.equal(derive({ dueDate: '2026-02-28', paidMinor: 9_999n }), 'OVERDUE');
  assert.equal(derive({ dueDate: '2026-03-01' }), 'OPEN');
  assert.equal(derive({ dueDate: '2026-03-01', paidMinor: 1n }), 'PARTIALLY_PAID');
  for (const status of ['DRAFT', 'PAID', 'VOID'] as const)
    assert.equal(derive({ dueDate: '2026-02-28', status }), status);
});

test('what asks for nothing is paid: a total of zero, a credit note, an invoice that was paid elsewhere', () => {
  const late = { dueDate: '2020-01-01' };
  assert.deepEqual(figuresOf({ ...late, totalMinor: 0n }), [0n, 0n, 'PAID']);
  assert.deepEqual(figuresOf({ ...late, kind: 'CREDIT_NOTE', totalMinor: -500n }), [0n, 0n, 'PAID']);
  assert.deepEqual(figuresOf({ ...late, status: 'PAID' }), [0n, 0n, 'PAID']);
});

test('nothing is left to pay on a void invoice', () => {
  assert.deepEqual(figuresOf({ status: 'VOID' }), [0n, 0n, 'VOID']);
});
