import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needsApproval, parseApprovalLimits } from './approval.ts';

const policyOf = (text: string) => ({
  limits: parseApprovalLimits(text) ?? new Map<string, bigint>(),
  approverRole: 'BILLING_MANAGER' as const,
});

test('limits are read in the unit of each currency', () => {
  assert.deepEqual(
    parseApprovalLimits('EUR:1000.50, JPY:150000,KWD:0'),
    new Map([
      ['EUR', 100_050n],
      ['JPY', 150_000n],
      ['KWD', 0n],
    ]),
  );
  assert.deepEqual(parseApprovalLimits(''), new Map());
  for (const text of [
    'EUR',
    'EUR:',
    'EUR:1,EUR:2',
    'EUR:-1',
    'EUR:1.005',
    'JPY:0.5',
    'EURO:1',
    'EUR:1:2',
    'EUR:1,',
  ])
    assert.equal(parseApprovalLimits(text), undefined, text);
});

test('an amount above the limit of its currency waits, one at the limit does not', () => {
  const policy = policyOf('EUR:1000');
  assert.ok(!needsApproval(policy, { amountMinor: 100_000n, currency: 'EUR' }));
  assert.ok(needsApproval(policy, { amountMinor: 100_001n, currency: 'EUR' }));
});

test('without limits nothing waits; beside limits, every amount in another currency does', () => {
  assert.ok(!needsApproval(policyOf(''), { amountMinor: 10n ** 15n, currency: 'EUR' }));
  assert.ok(needsApproval(policyOf('EUR:1000'), { amountMinor: 1n, currency: 'USD' }));
});
