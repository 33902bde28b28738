import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { succeed } from './testing/invoice-calls.ts';
import { issueFor, movePayment, refuse, settle } from './testing/payment-calls.ts';
import { insertCreditRow } from './testing/payment-rows.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let customerId: string;
let creditNumber = 0;

before(async () => {
  billing = await startTestBilling({ seller: { timeZone: 'Europe/Paris' } });
  manager = await billing.as('BILLING_MANAGER');
  customerId = billing.addCustomer();
});
after(() => billing.close());
beforeEach(() => billing.setNow('2026-03-01T12:00:00Z'));

const issue = (price: string, changes = {}) => issueFor(manager, customerId, price, changes);
const pay = (invoiceId: string, amount: string) => settle(manager, 'recordPayment', { invoiceId, amount });
async function credit(invoiceId: string, amountMinor: bigint): Promise<void> {
  creditNumber += 1;
  await insertCreditRow(billing.database.sql, invoiceId, amountMinor, creditNumber);
}

test('an invoice is paid by one payment or by several, and says what is left', async () => {
  const id = await issue('100.00');
  const { invoice: part, payment } = await pay(id, '30');
  assert.deepEqual(payment.amount, { amount: '30.00', currency: 'EUR' });
  assert.equal(payment.paidOn, '2026-03-01');
  assert.deepEqual([part.status, part.derivedStatus], ['ISSUED', 'PARTIALLY_PAID']);
  assert.deepEqual([part.balance.amount, part.paidTotal.amount, part.paidAt], ['70.00', '30.00', null]);
  billing.setNow('2026-03-02T12:00:00Z');
  const { invoice: paid } = await pay(id, '70.00');
  assert.deepEqual([paid.status, paid.derivedStatus], ['PAID', 'PAID']);
  assert.deepEqual([paid.balance.amount, paid.paidAt], ['0.00', '2026-03-02T12:00:00.000Z']);
  assert.deepEqual(paid.availableActions, ['REVERSE_PAYMENT', 'CREDIT', 'DUPLICATE']);
});

test('100 on a balance of 70 is refused with the balance named, and nothing is stored (erpnext #31138, invoiceninja #313, #5423)', async () => {
  const id = await issue('100.00');
  await pay(id, '30.00');
  const { userErrors } = await movePayment(manager, 'recordPayment', { invoiceId: id, amount: '100.00' });
  assert.deepEqual(
    userErrors.map(({ field, code, message }) => [field.join('.'), code, message]),
    [['amount', 'OUT_OF_RANGE', 'The balance of the invoice is 70.00 EUR; give at most that.']],
  );
  assert.equal((await pay(id, '70.00')).invoice.status, 'PAID');
});

test('an amount with more decimals than its currency is refused, not rounded (killbill #494)', async () => {
  const usd = await issue('1.00', { currency: 'USD' });
  assert.deepEqual(await refuse(manager, 'recordPayment', { invoiceId: usd, amount: '0.999' }), {
    amount: 'OUT_OF_RANGE',
  });
  const kwd = await issue('1.000', { currency: 'KWD' });
  assert.equal((await pay(kwd, '0.999')).invoice.balance.amount, '0.001');
});

test('one Chilean peso is one unit and not a hundred, and yen have no decimals (killbill #1082, admin-ui PR #245)', async () => {
  const clp = await issue('1', { currency: 'CLP' });
  const { invoice, payment } = await pay(clp, '1');
  assert.deepEqual([invoice.status, payment.amount], ['PAID', { amount: '1', currency: 'CLP' }]);
  const jpy = await issue('1000', { currency: 'JPY' });
  assert.equal((await pay(jpy, '400')).invoice.balance.amount, '600');
  assert.deepEqual(await refuse(manager, 'recordPayment', { invoiceId: jpy, amount: '0.5' }), {
    amount: 'OUT_OF_RANGE',
  });
});

test('all problems of a payment are told at once, each with its field', async () => {
  const invoiceId = await issue('100.00');
  const codes = await refuse(manager, 'recordPayment', {
    invoiceId,
    amount: '-1',
    currency: 'USD',
    paidOn: '2026-03-02',
    reference: 'x'.repeat(141),
    note: 'x'.repeat(501),
  });
  assert.deepEqual(codes, {
    currency: 'INVALID',
    amount: 'OUT_OF_RANGE',
    paidOn: 'OUT_OF_RANGE',
    reference: 'TOO_LONG',
    note: 'TOO_LONG',
  });
  for (const amount of ['0', '99999999999999999999999999999', '100.01'])
    assert.deepEqual(await refuse(manager, 'recordPayment', { invoiceId, amount }), {
      amount: 'OUT_OF_RANGE',
    });
  for (const amount of ['NaN', 'Infinity', '1e3', '', 12])
    assert.deepEqual(await refuse(manager, 'recordPayment', { invoiceId, amount }), { amount: 'INVALID' });
  assert.deepEqual(
    await refuse(manager, 'recordPayment', {
      invoiceId,
      amount: '1',
      paidOn: '1899-12-31',
      idempotencyKey: '',
    }),
    { paidOn: 'OUT_OF_RANGE', idempotencyKey: 'REQUIRED' },
  );
});

test("the present day of the money is the seller's (lago-api PR #879)", async () => {
  billing.setNow('2026-12-31T23:30:00Z');
  const id = await issue('10.00');
  assert.equal((await pay(id, '1')).payment.paidOn, '2027-01-01');
  const input = { invoiceId: id, amount: '1', paidOn: '2027-01-01' };
  assert.equal((await settle(manager, 'recordPayment', input)).payment.paidOn, '2027-01-01');
});

test('an id of nothing, of a draft, of a paid or a void invoice takes no payment', async () => {
  for (const invoiceId of [randomUUID(), 'no id', customerId])
    assert.deepEqual(await refuse(manager, 'recordPayment', { invoiceId, amount: '1' }), {
      invoiceId: 'NOT_FOUND',
    });
  const draft = await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [] });
  const paid = await issue('1.00');
  await pay(paid, '1.00');
  for (const invoiceId of [draft.id, paid])
    assert.deepEqual(await refuse(manager, 'recordPayment', { invoiceId, amount: '1' }), {
      invoiceId: 'WRONG_STATE',
    });
  assert.deepEqual(await refuse(manager, 'reversePayment', { paymentId: paid, reason: 'r' }), {
    paymentId: 'NOT_FOUND',
  });
});

test('a call that is repeated with its key records one payment, also after the invoice is paid', async () => {
  const invoiceId = await issue('50.00');
  const input = { invoiceId, amount: '50.00', idempotencyKey: 'once' };
  const first = await settle(manager, 'recordPayment', input);
  const again = await settle(manager, 'recordPayment', input);
  assert.equal(again.payment.id, first.payment.id);
  assert.equal(again.invoice.paidTotal.amount, '50.00');
  assert.deepEqual(await refuse(manager, 'recordPayment', { ...input, amount: '49.00' }), {
    idempotencyKey: 'IDEMPOTENCY_KEY_REUSED',
  });
});

test('a reversal opens the invoice again and makes it overdue again (breeze #4542, openstudio #315, Dolibarr PR #39362)', async () => {
  const id = await issue('80.00', { dueDate: '2026-03-10' });
  const { payment } = await pay(id, '80.00');
  billing.setNow('2026-03-11T12:00:00Z');
  const input = { paymentId: payment.id, reason: 'The cheque bounced.' };
  const { invoice, payment: reversal } = await settle(manager, 'reversePayment', input);
  assert.deepEqual([reversal.kind, reversal.amount.amount], ['REVERSAL', '-80.00']);
  assert.deepEqual([invoice.status, invoice.derivedStatus, invoice.paidAt], ['ISSUED', 'OVERDUE', null]);
  assert.deepEqual([invoice.isOverdue, invoice.balance.amount], [true, '80.00']);
  assert.deepEqual(await refuse(manager, 'reversePayment', input), { paymentId: 'WRONG_STATE' });
  assert.deepEqual(
    await refuse(manager, 'reversePayment', { ...input, paymentId: reversal.id, reason: ' ' }),
    {
      reason: 'REQUIRED',
      paymentId: 'WRONG_STATE',
    },
  );
});

test('nothing can be refunded of an unpaid invoice, credited or not (lago-api PR #4805, lago #212)', async () => {
  const id = await issue('100.00');
  const refund = { invoiceId: id, amount: '1.00' };
  assert.deepEqual(await refuse(manager, 'recordRefund', refund), { invoiceId: 'WRONG_STATE' });
  await credit(id, 4_000n);
  assert.deepEqual(await refuse(manager, 'recordRefund', refund), { invoiceId: 'WRONG_STATE' });
  const { invoice } = await pay(id, '10.00');
  // The credit lowers what is due and gives the customer nothing (invoiceninja #11415: partly settled, not paid).
  assert.deepEqual(
    [invoice.derivedStatus, invoice.balance.amount, invoice.refundable.amount],
    ['PARTIALLY_PAID', '50.00', '0.00'],
  );
});

test('what was paid and then credited can be refunded, once, and a bounced refund is reversed', async () => {
  const id = await issue('100.00');
  const { payment } = await pay(id, '100.00');
  await credit(id, 4_000n);
  const { userErrors } = await movePayment(manager, 'recordRefund', { invoiceId: id, amount: '40.01' });
  assert.match(userErrors[0]?.message ?? '', /can be refunded is 40\.00 EUR/);
  const { invoice, payment: refund } = await settle(manager, 'recordRefund', { invoiceId: id, amount: '40' });
  assert.deepEqual(
    [invoice.status, invoice.refundable.amount, refund.amount.amount],
    ['PAID', '0.00', '-40.00'],
  );
  assert.deepEqual(await refuse(manager, 'reversePayment', { paymentId: payment.id, reason: 'r' }), {
    paymentId: 'WRONG_STATE',
  });
  const back = await settle(manager, 'reversePayment', { paymentId: refund.id, reason: 'Account closed.' });
  assert.deepEqual([back.payment.amount.amount, back.invoice.refundable.amount], ['40.00', '40.00']);
  const reversed = await settle(manager, 'reversePayment', { paymentId: payment.id, reason: 'r' });
  assert.deepEqual([reversed.invoice.status, reversed.invoice.balance.amount], ['ISSUED', '60.00']);
});

test('a payment that failed and a credit do not both count: the balance is never below zero (killbill #1755)', async () => {
  const id = await issue('100.00');
  const { payment } = await pay(id, '100.00');
  await settle(manager, 'reversePayment', { paymentId: payment.id, reason: 'It failed.' });
  await credit(id, 3_000n);
  assert.deepEqual(await refuse(manager, 'recordPayment', { invoiceId: id, amount: '100.00' }), {
    amount: 'OUT_OF_RANGE',
  });
  const { invoice } = await pay(id, '70.00');
  assert.deepEqual(
    [invoice.status, invoice.balance.amount, invoice.refundable.amount],
    ['PAID', '0.00', '0.00'],
  );
});

test('of concurrent payments that together exceed the balance, those that fit are recorded', async () => {
  const id = await issue('100.00');
  const attempts = Array.from({ length: 12 }, () =>
    movePayment(manager, 'recordPayment', { invoiceId: id, amount: '15.00' }),
  );
  const payloads = await Promise.all(attempts);
  assert.equal(payloads.filter(({ payment }) => payment !== null).length, 6);
  for (const { userErrors } of payloads.filter(({ payment }) => payment === null))
    assert.deepEqual([userErrors[0]?.field, userErrors[0]?.code], [['amount'], 'OUT_OF_RANGE']);
  assert.equal((await pay(id, '10.00')).invoice.status, 'PAID');
});

test('of concurrent reversals of one payment one is recorded', async () => {
  const { payment } = await pay(await issue('100.00'), '100.00');
  const input = { paymentId: payment.id, reason: 'r' };
  const payloads = await Promise.all(
    Array.from({ length: 6 }, () => movePayment(manager, 'reversePayment', input)),
  );
  assert.equal(payloads.filter((payload) => payload.payment !== null).length, 1);
});
