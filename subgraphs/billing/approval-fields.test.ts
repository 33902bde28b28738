import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { approvalFields } from './approval-fields.ts';

const schema = z.object(approvalFields);

test('nothing waits unless limits are given, and then a second billing manager approves', () => {
  assert.deepEqual(schema.parse({}), { APPROVAL_LIMITS: new Map(), APPROVERS: 'BILLING_MANAGER' });
  assert.deepEqual(schema.parse({ APPROVAL_LIMITS: 'EUR:1000', APPROVERS: 'ADMIN' }), {
    APPROVAL_LIMITS: new Map([['EUR', 100_000n]]),
    APPROVERS: 'ADMIN',
  });
});

test('a wrong limit is refused with what would be right', () => {
  const { error } = schema.safeParse({ APPROVAL_LIMITS: 'EUR=1000' });
  assert.deepEqual(
    error?.issues.map(({ message }) => message),
    ['must be amounts by currency, each once, such as EUR:1000,JPY:150000'],
  );
});
