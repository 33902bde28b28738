import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Transaction } from '#platform/database/transaction.ts';
import type { EventRecord } from '#schema/facturation/event.ts';
import { invoiceCredited } from '#schema/facturation/settlement/invoice-credited.ts';
import { invoicePaid } from '#schema/facturation/settlement/invoice-paid.ts';
import { invoiceVoided } from '#schema/facturation/settlement/invoice-voided.ts';
import { createTestOutbox, type TestOutbox } from '../testing/test-outbox.ts';
import { announceCredit } from './announce-credit.ts';
import { announcePayment, type PaymentEntry } from './announce-payment.ts';
import { announceVoid } from './announce-void.ts';

let outbox: TestOutbox;
before(async () => {
  outbox = await createTestOutbox();
});
after(() => outbox.close());

type Written = EventRecord & { readonly event_id: string; readonly occurred_at: string };

/** The messages that the transaction leaves. */
async function write(announce: (tx: Transaction) => Promise<void>): Promise<Written[]> {
  await outbox.database.db.transaction(announce);
  const taken = await outbox.database.sql<Written[]>`
    with taken as (delete from billing.outbox returning *) select * from taken order by position`;
  return [...taken];
}

const at = new Date('2026-03-01T23:30:00.000Z');
const invoice = {
  invoiceNumber: '2026-000042',
  customerId: '0195f3a0-0000-7000-8000-000000000001',
  customerName: 'Chez Zoé',
  currency: 'EUR',
};
const payment: PaymentEntry = {
  ...invoice,
  paymentId: '0195f3a0-0000-7000-8000-000000000002',
  kind: 'PAYMENT',
  reversesPaymentId: null,
  amountMinor: 12_345n,
  method: 'BANK_TRANSFER',
  paidOn: '2026-02-27',
  recordedAt: at,
};
const { reversesPaymentId: _none, recordedAt: _at, ...ofPayment } = payment;
const recordedAt = at.toISOString();

test('a payment leaves one event of its entry, by the key of its customer', async () => {
  const [written, ...others] = await write((tx) => announcePayment(tx, payment));
  assert.ok(written);
  assert.deepEqual(others, []);
  assert.equal(written.key, invoice.customerId);
  assert.deepEqual(new Date(written.occurred_at), at);
  assert.deepEqual(invoicePaid.decode(written), {
    kind: 'event',
    identity: { id: written.event_id, source: '/billing' },
    event: { ...ofPayment, recordedAt },
    occurredAtMs: at.getTime(),
  });
});

test('a reversal names the payment that it takes back, and its amount is below zero', async () => {
  const reversal = {
    ...payment,
    paymentId: '0195f3a0-0000-7000-8000-000000000003',
    kind: 'REVERSAL',
    reversesPaymentId: payment.paymentId,
    amountMinor: -12_345n,
  } as const;
  const [written] = await write((tx) => announcePayment(tx, reversal));
  const decoded = written && invoicePaid.decode(written);
  assert.ok(decoded?.kind === 'event');
  const { kind, amountMinor, reversedPaymentId } = decoded.event;
  assert.deepEqual([kind, amountMinor, reversedPaymentId], ['REVERSAL', -12_345n, payment.paymentId]);
});

test('the key of an invoice without a customer id is the name', async () => {
  const [written] = await write((tx) => announcePayment(tx, { ...payment, customerId: null }));
  assert.equal(written?.key, 'Chez Zoé');
});

test('an invoice with texts of an early release that no event takes can be paid all the same', async () => {
  const customerName = `Ada\u202e ${'x'.repeat(600)}`;
  const [written] = await write((tx) =>
    announcePayment(tx, { ...payment, customerName, invoiceNumber: ' ' }),
  );
  const decoded = written && invoicePaid.decode(written);
  assert.ok(decoded?.kind === 'event');
  assert.equal(decoded.event.customerName, `Ada\ufffd ${'x'.repeat(495)}`);
  assert.equal(decoded.event.invoiceNumber, '\ufffd');
});

test('a credit note leaves one event with the amount that it credits', async () => {
  const credit = { creditNoteNumber: 'CN-2026-000001', creditedMinor: 8_200n, issueDate: '2026-03-02' };
  const [written, ...others] = await write((tx) =>
    announceCredit(tx, { ...invoice, ...credit, issuedAt: at }),
  );
  assert.ok(written);
  assert.deepEqual(others, []);
  const { creditNoteNumber, creditedMinor: amountMinor, issueDate } = credit;
  const decoded = invoiceCredited.decode(written);
  assert.deepEqual(decoded.kind === 'event' && decoded.event, {
    ...invoice,
    creditNoteNumber,
    amountMinor,
    issueDate,
    creditedAt: recordedAt,
  });
});

test('a voided invoice leaves one event with its total', async () => {
  const [written, ...others] = await write((tx) =>
    announceVoid(tx, { ...invoice, totalMinor: 14_400n, voidedAt: at }),
  );
  assert.ok(written);
  assert.deepEqual(others, []);
  const decoded = invoiceVoided.decode(written);
  assert.deepEqual(decoded.kind === 'event' && decoded.event, {
    ...invoice,
    amountMinor: 14_400n,
    voidedAt: recordedAt,
  });
});

test('a payment of the wrong sign is not announced, and its transaction fails', async () => {
  await assert.rejects(
    write((tx) => announcePayment(tx, { ...payment, amountMinor: -1n })),
    TypeError,
  );
});
