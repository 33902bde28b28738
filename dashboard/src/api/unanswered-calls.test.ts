import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnansweredCalls } from './unanswered-calls.ts';
import type { ChangeResult } from './use-change.ts';

const noAnswer: ChangeResult<null> = {
  kind: 'failed',
  problem: { kind: 'failed', code: undefined, message: '', requestId: undefined },
};
const done: ChangeResult<null> = { kind: 'done', payload: null };

test('a payment that is sent again after no answer has the same key, until it is answered (open-bank-oss #7172, opencompany PR #2136)', async () => {
  let made = 0;
  const calls = new UnansweredCalls(() => `key ${++made}`);
  const answers = [noAnswer, noAnswer, done, done];
  const keys: string[] = [];
  const pay = (amount: string) =>
    calls.send('recordPayment', { invoiceId: 'a', amount }, async ({ idempotencyKey }) => {
      keys.push(idempotencyKey);
      return answers[keys.length - 1] ?? done;
    });
  for (let nth = 0; nth < 4; nth += 1) await pay('30.00');
  assert.deepEqual(keys, ['key 1', 'key 1', 'key 1', 'key 2']);
});

test('another input, or the same of another mutation, has a key of its own; a refusal is an answer', async () => {
  let made = 0;
  const calls = new UnansweredCalls(() => `key ${++made}`);
  const keys: string[] = [];
  const send = (mutation: string, amount: string, answer: ChangeResult<null>) =>
    calls.send(mutation, { amount }, async ({ idempotencyKey }) => {
      keys.push(idempotencyKey);
      return answer;
    });
  await send('recordPayment', '30.00', noAnswer);
  await send('recordPayment', '30.01', noAnswer);
  await send('recordRefund', '30.00', noAnswer);
  await send('recordPayment', '30.00', { kind: 'refused', userErrors: [] });
  await send('recordPayment', '30.00', noAnswer);
  assert.deepEqual(keys, ['key 1', 'key 2', 'key 3', 'key 1', 'key 4']);
});

test('a credit that was made without an answer is sent again with the version of the first time, as the invoice has a newer one by it', async () => {
  let made = 0;
  const calls = new UnansweredCalls(() => `key ${++made}`);
  const sent: unknown[] = [];
  const credit = (expectedVersion: number, answer: ChangeResult<null>) =>
    calls.send('creditInvoice', { invoiceId: 'a', expectedVersion }, async (input) => {
      sent.push(input);
      return answer;
    });
  await credit(3, noAnswer);
  await credit(4, done);
  await credit(4, done);
  assert.deepEqual(sent, [
    { invoiceId: 'a', expectedVersion: 3, idempotencyKey: 'key 1' },
    { invoiceId: 'a', expectedVersion: 3, idempotencyKey: 'key 1' },
    { invoiceId: 'a', expectedVersion: 4, idempotencyKey: 'key 2' },
  ]);
});
