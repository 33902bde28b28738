import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import { callCredit, credit, readCredited } from './testing/credit-calls.ts';
import { mutateInvoice, succeed, type TestInvoice } from './testing/invoice-calls.ts';
import { movePayment } from './testing/payment-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let customerId: string;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  customerId = billing.addCustomer();
});
after(() => billing.close());

const line = (quantity: string) => ({ description: 'Work', quantity, unitPrice: '0.37', taxRate: '19' });

const createDraft = (quantity: string) =>
  succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [line(quantity)] });

async function issue(quantity: string): Promise<TestInvoice> {
  const { id } = await createDraft(quantity);
  return succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
}

async function numbersOf(kind: string, series: number): Promise<string[]> {
  const rows = await billing.database.sql<{ number: string }[]>`
    select number from invoices where kind = ${kind} and series = ${series} order by sequence`;
  return rows.map(({ number }) => number);
}

const gapless = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(6, '0')}`);

/** More than the connections of the pool, but few enough that no call waits until its client gives up. */
const turns = createTurns(40);

test('credits of one invoice at once never exceed it, and their numbers have no gap beside invoices that are issued', async () => {
  billing.setNow('2026-03-01T12:00:00Z');
  const count = pickSize({ quick: 15, long: 100 });
  const invoice = await issue(String(count));
  const drafts = await Promise.all(Array.from({ length: count }, () => createDraft('1')));
  const lineId = invoice.lines[0]?.id;
  const wishes = Array.from({ length: count }, () => ({
    invoiceId: invoice.id,
    lines: [{ lineId, quantity: '2' }],
    idempotencyKey: randomUUID(),
  }));
  // Each wish comes twice, and together they want twice of what there is.
  const [credits] = await Promise.all([
    Promise.all([...wishes, ...wishes].map((wish) => turns.run(() => callCredit(manager, wish, 'id')))),
    Promise.all(
      drafts.map(({ id }) =>
        turns.run(() => mutateInvoice(manager, 'issueInvoice', { id, expectedVersion: 1 }, 'number')),
      ),
    ),
  ]);
  const notes = new Set(credits.flatMap(({ creditNote }) => creditNote?.id ?? []));
  assert.equal(notes.size, Math.floor(count / 2));
  const codes = new Set(credits.flatMap(({ userErrors }) => userErrors.map(({ code }) => code)));
  assert.deepEqual(codes, new Set(['OUT_OF_RANGE']));
  if (count % 2 === 1) await credit(manager, { invoiceId: invoice.id });
  const { creditedTotal, balance, lines } = await readCredited(manager, invoice.id);
  assert.deepEqual(
    [creditedTotal.amount, balance.amount, lines[0]?.creditableQuantity],
    [invoice.total.amount, '0.00', '0'],
  );
  assert.deepEqual(await numbersOf('CREDIT_NOTE', 2026), gapless('CN-2026', Math.ceil(count / 2)));
  assert.deepEqual(await numbersOf('INVOICE', 2026), gapless('2026', count + 1));
});

test('payments and credits of one invoice at once never settle more than its total, and what is paid too much is refundable', async () => {
  billing.setNow('2025-03-01T12:00:00Z');
  const count = pickSize({ quick: 8, long: 40 });
  const draft = await succeed(manager, 'createInvoice', {
    customerId,
    currency: 'EUR',
    lines: [{ description: 'Work', quantity: String(count), unitPrice: '1.00', taxRate: '0' }],
  });
  const { id: invoiceId, lines } = await succeed(manager, 'issueInvoice', {
    id: draft.id,
    expectedVersion: 1,
  });
  const unit = [{ lineId: lines[0]?.id, quantity: '1' }];
  const [payments, credits] = await Promise.all([
    Promise.all(
      Array.from({ length: count }, () =>
        turns.run(() => movePayment(manager, 'recordPayment', { invoiceId, amount: '1.00' })),
      ),
    ),
    Promise.all(
      Array.from({ length: count }, () =>
        turns.run(() => callCredit(manager, { invoiceId, lines: unit }, 'id')),
      ),
    ),
  ]);
  assert.ok(credits.every(({ creditNote }) => creditNote !== null));
  const paid = payments.filter(({ payment }) => payment !== null).length;
  const { creditedTotal, balance, refundable, status } = await readCredited(manager, invoiceId);
  assert.deepEqual(
    [creditedTotal.amount, balance.amount, refundable.amount, status],
    [`${count}.00`, '0.00', `${paid}.00`, 'PAID'],
  );
});

test('a credit whose connection dies before its commit leaves nothing, and its key can be used again', async () => {
  billing.setNow('2024-01-01T00:00:00Z');
  await billing.database.sql.unsafe(`
    create function stage_death() returns trigger language plpgsql as $$
    begin
      if new.kind = 'CREDITED' then perform pg_advisory_xact_lock(4712); end if;
      return new;
    end $$;
    create trigger staged_death before insert on invoice_history for each row execute function stage_death()`);
  const [dying, other] = [await issue('3'), await issue('3')];
  const lock = await billing.database.sql.reserve();
  try {
    await lock`select pg_advisory_lock(4712)`;
    const input = { invoiceId: dying.id, reason: 'Returned', idempotencyKey: 'died' };
    const dead = creditRaw(input);
    const pid = await waitFor('the credit to hold its number', findWaiting);
    await lock`select pg_terminate_backend(${pid})`;
    assert.equal((await dead).errors[0]?.extensions?.['code'], 'INTERNAL_SERVER_ERROR');
    const left = await readCredited(manager, dying.id);
    assert.deepEqual([left.creditedTotal.amount, left.creditNotes.totalCount], ['0.00', 0]);
    await lock`select pg_advisory_unlock(4712)`;
    assert.equal((await credit(manager, { invoiceId: other.id })).number, 'CN-2024-000001');
    assert.equal((await credit(manager, input)).number, 'CN-2024-000002');
  } finally {
    lock.release();
    await billing.database.sql`drop trigger staged_death on invoice_history`;
  }
});

async function findWaiting(): Promise<number | undefined> {
  const [row] = await billing.database.sql<{ pid: number }[]>`
    select pid from pg_locks where locktype = 'advisory' and objid = 4712 and not granted
      and database = (select oid from pg_database where datname = current_database())`;
  return row?.pid;
}

function creditRaw(input: object) {
  return manager(
    'mutation ($input: CreateCreditNoteInput!) { createCreditNote(input: $input) { creditNote { number } userErrors { code } } }',
    { input },
  );
}
