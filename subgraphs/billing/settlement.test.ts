import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { eq } from '#platform/database/drizzle.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { deriveStatus, toBalance, toRefundable } from './domain/settlement.ts';
import { invoiceHistory, payments } from './payment-tables.ts';
import { findInvoicesById } from './store/find-invoices.ts';
import { succeed } from './testing/invoice-calls.ts';
import { insertCreditRow, insertPaymentRow } from './testing/payment-rows.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let customerId: string;
let nextSequence = 0;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  customerId = billing.addCustomer();
});
after(() => billing.close());

/** Issues an invoice of so many cents, due at once. */
async function issue(cents: bigint): Promise<string> {
  const unitPrice = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
  const line = { description: 'Work', quantity: '1', unit: 'h', unitPrice, taxRate: '0' };
  const draft = await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [line] });
  await succeed(manager, 'issueInvoice', { id: draft.id, expectedVersion: 1 });
  return draft.id;
}

async function load(id: string) {
  const [row] = await findInvoicesById(billing.database.db, [id]);
  assert.ok(row);
  return row;
}

const refused = { code: '23514' };
const step = fc.record({
  kind: fc.constantFrom('PAYMENT', 'REFUND', 'REVERSAL', 'CREDIT'),
  amount: fc.bigInt({ min: 1n, max: 700n }),
  entry: fc.nat(5),
});

test('whatever is written, the stored sums and status are those of the entries, by the rules of the domain', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { sql, db } = billing.database;
      const id = await issue(1_000n);
      const entries: { id: string; kind: string; amount: bigint }[] = [];
      const reversed = new Set<string>();
      let paid = 0n;
      let credited = 0n;
      for (const { kind, amount, entry: place } of steps) {
        const target = entries[place];
        if (kind === 'REVERSAL' && target === undefined) continue;
        const left = 1_000n - paid - credited;
        const signed = kind === 'PAYMENT' ? amount : kind === 'REFUND' ? -amount : -(target?.amount ?? 0n);
        const isAllowed = {
          PAYMENT: amount <= left,
          CREDIT: credited + amount <= 1_000n,
          REFUND: amount <= -left,
          REVERSAL:
            target !== undefined &&
            target.kind !== 'REVERSAL' &&
            !reversed.has(target.id) &&
            paid + signed >= 0n &&
            paid + signed <= 1_000n,
        }[kind];
        const write = async () => {
          if (kind === 'CREDIT') {
            nextSequence += 1;
            await insertCreditRow(sql, id, amount, nextSequence);
            credited += amount;
            return;
          }
          const reverses = kind === 'REVERSAL' && target ? { reversesPaymentId: target.id } : {};
          entries.push({
            id: await insertPaymentRow(sql, { invoiceId: id, kind, amountMinor: signed, ...reverses }),
            kind,
            amount: signed,
          });
          if (kind === 'REVERSAL' && target) reversed.add(target.id);
          paid += signed;
        };
        if (isAllowed) await write();
        else await assert.rejects(write(), ({ code }: { code: string }) => /^23(514|505)$/.test(code));
        const row = await load(id);
        assert.deepEqual([row.paidMinor, row.creditedMinor], [paid, credited]);
        assert.equal(row.status, paid + credited >= 1_000n ? 'PAID' : 'ISSUED');
        assert.equal(row.settledAt === null, row.status === 'ISSUED');
        assert.equal(toBalance(row), 1_000n - paid - credited > 0n ? 1_000n - paid - credited : 0n);
        assert.equal(toRefundable(row), paid + credited > 1_000n ? paid + credited - 1_000n : 0n);
        assert.equal(deriveStatus(row, '2026-03-01') === 'PAID', row.status === 'PAID');
      }
      const history = await db.select().from(invoiceHistory).where(eq(invoiceHistory.invoiceId, id));
      assert.deepEqual(
        history.flatMap(({ details }) => details.paymentId ?? []),
        entries.map((entry) => entry.id),
      );
    }),
    { numRuns: pickSize({ quick: 12, long: 300 }) },
  );
});

test('entries of one statement are applied together, to several invoices, or not at all', async () => {
  const { db } = billing.database;
  const [first, second] = [await issue(500n), await issue(300n)];
  const entry = { method: 'CARD', paidOn: '2026-03-01', recordedBy: 'test', recordedAt: new Date() } as const;
  const pay = (invoiceId: string, amountMinor: bigint) =>
    ({ ...entry, id: crypto.randomUUID(), invoiceId, kind: 'PAYMENT', amountMinor }) as const;
  await db.insert(payments).values([pay(first, 200n), pay(second, 300n), pay(first, 300n)]);
  assert.deepEqual([(await load(first)).status, (await load(second)).status], ['PAID', 'PAID']);
  const [third, fourth] = [await issue(500n), await issue(300n)];
  await assert.rejects(db.insert(payments).values([pay(third, 500n), pay(fourth, 200n), pay(fourth, 101n)]));
  assert.deepEqual([(await load(third)).paidMinor, (await load(fourth)).paidMinor], [0n, 0n]);
});

test('drafts and void invoices take no payments, and only triggers change the sums', async () => {
  const { sql } = billing.database;
  const draft = await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [] });
  await assert.rejects(insertPaymentRow(sql, { invoiceId: draft.id, amountMinor: 1n }), refused);
  const id = await issue(100n);
  for (const column of ['paid_minor', 'credited_minor'])
    await assert.rejects(
      sql.unsafe(`update invoices set ${column} = 1, version = version + 1 where id = '${id}'`),
      refused,
    );
  await sql`update invoices set status = 'VOID', voided_at = now(), version = version + 1 where id = ${id}`;
  await assert.rejects(insertPaymentRow(sql, { invoiceId: id, amountMinor: 1n }), refused);
});

test('payments and history are only added', async () => {
  const { sql } = billing.database;
  await insertPaymentRow(sql, { invoiceId: await issue(100n), amountMinor: 1n });
  for (const table of ['payments', 'invoice_history'])
    for (const statement of [
      `delete from ${table}`,
      `update ${table} set invoice_id = invoice_id`,
      `truncate ${table} cascade`,
    ])
      await assert.rejects(sql.unsafe(statement), refused, statement);
});

test('an invoice of zero is paid when it is issued', async () => {
  const { status, settledAt } = await load(await issue(0n));
  assert.equal(status, 'PAID');
  assert.ok(settledAt);
});
