import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  availableActions,
  findObstacle,
  type InvoiceAction,
  type InvoiceState,
  toActionStates,
} from './invoice-state.ts';
import type { InvoiceStatus } from './invoice-status.ts';

const manager = new Set(['BILLING_MANAGER']);
const statuses: InvoiceStatus[] = ['DRAFT', 'ISSUED', 'PAID', 'VOID'];
const draftActions: InvoiceAction[] = ['UPDATE', 'DELETE', 'ISSUE'];

const issued: InvoiceState = {
  status: 'ISSUED',
  kind: 'INVOICE',
  origin: 'OWN',
  customerId: '0195517e-2f4e-7c3a-9d2b-3f1b7d2c4a10',
  currency: 'EUR',
  lineCount: 1,
  totalMinor: 10_000n,
  paidMinor: 0n,
  creditedMinor: 0n,
  reversibleEntries: 0,
  pendingAction: null,
};
const availableFor = (changes: Partial<InvoiceState>) => availableActions({ ...issued, ...changes }, manager);

test('only drafts can be changed, deleted and issued', () => {
  for (const status of statuses) {
    for (const action of draftActions) {
      const obstacle = findObstacle(action, { ...issued, status });
      assert.equal(obstacle === undefined, status === 'DRAFT', `${action} ${status}`);
    }
  }
});

test('a draft without lines can be changed and deleted, but not issued', () => {
  assert.deepEqual(availableFor({ status: 'DRAFT', lineCount: 0 }), ['UPDATE', 'DELETE', 'DUPLICATE']);
  assert.match(findObstacle('ISSUE', { ...issued, status: 'DRAFT', lineCount: 0 }) ?? '', /no lines/);
});

test('payments are for what is left, reversals for what is recorded, refunds for what is paid too much', () => {
  const [paidMinor, half] = [10_000n, 5_000n];
  const part = { paidMinor: half, reversibleEntries: 1 };
  assert.deepEqual(availableFor({}), ['RECORD_PAYMENT', 'CREDIT', 'VOID', 'DUPLICATE']);
  assert.deepEqual(availableFor(part), ['RECORD_PAYMENT', 'REVERSE_PAYMENT', 'CREDIT', 'DUPLICATE']);
  const full = { status: 'PAID', paidMinor, reversibleEntries: 1 } as const;
  assert.deepEqual(availableFor(full), ['REVERSE_PAYMENT', 'CREDIT', 'DUPLICATE']);
  assert.deepEqual(availableFor({ ...full, creditedMinor: half }), [
    'REVERSE_PAYMENT',
    'REFUND',
    'CREDIT',
    'DUPLICATE',
  ]);
});

test('an invoice can be credited, paid or not, until all of it is', () => {
  const credited = { status: 'PAID', creditedMinor: 10_000n } as const;
  assert.deepEqual(availableFor(credited), ['CREDIT', 'DUPLICATE']);
  assert.deepEqual(availableFor({ ...credited, isAllCredited: true }), ['DUPLICATE']);
});

test('an invoice can be made void while nothing is paid or credited on it', () => {
  const obstacleTo = (changes: Partial<InvoiceState>) => findObstacle('VOID', { ...issued, ...changes });
  assert.match(obstacleTo({ paidMinor: 500n }) ?? '', /5\.00 EUR is paid and 0\.00 EUR credited/);
  assert.match(obstacleTo({ creditedMinor: 500n }) ?? '', /credit the rest/);
  assert.match(obstacleTo({ status: 'PAID' }) ?? '', /PAID elsewhere/);
  assert.equal(obstacleTo({ status: 'PAID', totalMinor: 0n }), undefined);
});

test('while an action waits for approval, others wait; money that comes in does only for one that is to be void', () => {
  const part = { paidMinor: 500n, reversibleEntries: 1 };
  assert.deepEqual(availableFor({ ...part, pendingAction: 'REVERSE_PAYMENT' }), [
    'RECORD_PAYMENT',
    'DUPLICATE',
  ]);
  assert.deepEqual(availableFor({ pendingAction: 'VOID' }), ['DUPLICATE']);
  assert.match(findObstacle('VOID', { ...issued, pendingAction: 'VOID' }) ?? '', /waits for approval/);
});

test('nothing can be added to a void invoice or to a credit note', () => {
  assert.deepEqual(availableFor({ status: 'VOID' }), ['DUPLICATE']);
  assert.deepEqual(availableFor({ status: 'PAID', kind: 'CREDIT_NOTE', totalMinor: -100n }), []);
  assert.match(findObstacle('RECORD_PAYMENT', { ...issued, status: 'VOID' }) ?? '', /VOID/);
});

test('an invoice can be duplicated in any state, unless a draft could not have its customer or lines', () => {
  for (const status of statuses) assert.equal(findObstacle('DUPLICATE', { ...issued, status }), undefined);
  assert.equal(findObstacle('DUPLICATE', { ...issued, status: 'DRAFT', lineCount: 0 }), undefined);
  const obstacleTo = (changes: Partial<InvoiceState>) =>
    findObstacle('DUPLICATE', { ...issued, origin: 'IMPORTED', ...changes }) ?? '';
  assert.equal(obstacleTo({}), '');
  assert.match(obstacleTo({ lineCount: 0 }), /without lines/);
  assert.match(obstacleTo({ customerId: null }), /without a known customer/);
  assert.match(obstacleTo({ kind: 'CREDIT_NOTE' }), /credit note/);
});

test('each action that a viewer may not take has a reason', () => {
  for (const status of statuses) {
    const invoice = { ...issued, status };
    const states = toActionStates(invoice, manager);
    for (const { action, reason } of states)
      assert.equal(reason, findObstacle(action, invoice) ?? null, `${action} ${status}`);
    for (const { reason } of toActionStates(invoice, new Set(['USER', 'CUSTOMER_MANAGER'])))
      assert.match(reason ?? '', /BILLING_MANAGER/);
    assert.deepEqual(availableActions(invoice, new Set(['USER', 'CUSTOMER_MANAGER'])), []);
  }
});
