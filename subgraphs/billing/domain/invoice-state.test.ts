import assert from 'node:assert/strict';
import { test } from 'node:test';
import { availableActions, findObstacle, type InvoiceAction, type InvoiceStatus } from './invoice-state.ts';

const manager = new Set(['BILLING_MANAGER']);
const statuses: InvoiceStatus[] = ['DRAFT', 'ISSUED', 'PAID', 'VOID'];
const actions: InvoiceAction[] = ['UPDATE', 'DELETE', 'ISSUE'];

test('only drafts can be changed, deleted and issued', () => {
  for (const status of statuses) {
    for (const action of actions) {
      const obstacle = findObstacle(action, { status, lineCount: 1 });
      assert.equal(obstacle === undefined, status === 'DRAFT', `${action} ${status}`);
    }
  }
});

test('a draft without lines can be changed and deleted, but not issued', () => {
  assert.deepEqual(availableActions({ status: 'DRAFT', lineCount: 0 }, manager), ['UPDATE', 'DELETE']);
  assert.match(findObstacle('ISSUE', { status: 'DRAFT', lineCount: 0 }) ?? '', /no lines/);
});

test('a billing manager may do every action without an obstacle', () => {
  for (const status of statuses) {
    const invoice = { status, lineCount: 1 };
    assert.deepEqual(
      availableActions(invoice, manager),
      actions.filter((action) => findObstacle(action, invoice) === undefined),
    );
    assert.deepEqual(availableActions(invoice, new Set(['USER', 'CUSTOMER_MANAGER'])), []);
  }
});
