import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { sql as raw } from '#platform/database/drizzle.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { invoices } from '../tables.ts';
import { readInvoicePage } from '../testing/list-calls.ts';
import { startTestBilling, type TestBilling } from '../testing/test-billing.ts';
import { toSelection } from './invoice-filter.ts';
import { selectCases } from './read-list.ts';

/** Payments of invoices in one statement, or the reversals of some. */
interface Entry {
  readonly invoice: number;
  readonly day: number;
  /** Takes a payment of the invoice back, if it has one, instead of adding one. */
  readonly takesBack: boolean;
}

let billing: TestBilling;
let manager: GraphqlClient;
const ids = Array.from({ length: 12 }, () => uuid());
/** The days of the payments of each invoice that were not taken back, by the payment's id. */
const paid = new Map(ids.map((id) => [id, new Map<string, string>()]));
const runs = pickSize({ quick: 60, long: 600 });

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  for (const [nth, id] of ids.entries())
    await billing.database.sql`
      insert into billing.invoices (id, status, origin, import_job_id, import_row, number, customer_name,
        customer_address_lines, currency, line_count, net_minor, tax_minor, total_minor, issue_date, issued_at, version,
        created_at, updated_at)
      values (${id}, 'ISSUED', 'IMPORTED', ${uuid()}, 1, ${`OLD/${nth}`}, 'Name', '{}', 'EUR', 0, 1000000, 0, 1000000,
        '2025-01-01', now(), 1, now(), now())`;
});
after(() => billing.close());

const dayOf = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);

/** Writes entries by one statement, as a batch does, and notes what they leave. */
async function record(entries: readonly Entry[]): Promise<void> {
  const rows = entries.map(({ invoice, day, takesBack }) => {
    const id = ids[invoice % ids.length] ?? '';
    const own = paid.get(id);
    const [payment] = takesBack ? [...(own?.keys() ?? [])] : [];
    const row = { id: uuid(), invoice: id, day: dayOf(day), reverses: payment ?? null };
    if (payment === undefined) own?.set(row.id, row.day);
    else own?.delete(payment);
    return row;
  });
  const { sql } = billing.database;
  // A payment and its reversal may be in one statement.
  await sql`
    insert into billing.payments (id, invoice_id, kind, amount_minor, method, paid_on, reverses_payment_id, recorded_by,
      recorded_at)
    select id, invoice, case when reverses is null then 'PAYMENT' else 'REVERSAL' end,
      case when reverses is null then 1 else -1 end, 'CARD', day, reverses, 'test', now()
    from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as entry (id uuid, invoice uuid, day date, reverses uuid)`;
}

const daysOf = (id: string) => [...(paid.get(id)?.values() ?? [])].sort();

test('an invoice keeps the days of its first and last payment that is not reversed', async () => {
  const entry = fc.record({ invoice: fc.nat(11), day: fc.nat(40), takesBack: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 6 }), async (entries) => {
      await record(entries);
      const rows = await billing.database.sql<{ id: string; first: string | null; last: string | null }[]>`
        select id, first_paid_on::text as first, last_paid_on::text as last from billing.invoices`;
      for (const { id, first, last } of rows) {
        const days = daysOf(id);
        assert.deepEqual([first, last], [days[0] ?? null, days.at(-1) ?? null]);
      }
    }),
    { numRuns: runs, seed: 41 },
  );
});

test('lists of days of payment are those of the payments, in their order and by their cases', async () => {
  const period = fc.record({
    from: fc.option(fc.nat(45), { nil: undefined }),
    to: fc.option(fc.nat(45), { nil: undefined }),
  });
  let between = 0;
  await fc.assert(
    fc.asyncProperty(period, async ({ from, to }) => {
      if (from !== undefined && to !== undefined && from > to) return;
      const filter = {
        ...(from !== undefined && { paidFrom: dayOf(from) }),
        ...(to !== undefined && { paidTo: dayOf(to) }),
      };
      const isWithin = (day: string) =>
        (from === undefined || day >= dayOf(from)) && (to === undefined || day <= dayOf(to));
      const isOpen = from === undefined && to === undefined;
      const expected = ids.filter((id) => isOpen || daysOf(id).some(isWithin));
      // Payments on both sides of the period, and none of it.
      between += ids.filter(
        (id) => !expected.includes(id) && daysOf(id).length > 1 && isBothSides(id, isWithin),
      ).length;
      const page = await readInvoicePage(manager, { first: 100, filter });
      assert.deepEqual(page.edges.map(({ node }) => node.id).toSorted(), expected);
      assert.equal(page.totalCount, expected.length);

      const selection = toSelection(filter, '2026-03-01');
      const { db } = billing.database;
      const whole = await db.select({ id: invoices.id }).from(invoices).where(selection.condition);
      assert.deepEqual(whole.map(({ id }) => id).toSorted(), expected);
      const shared = await db.execute<{ id: string }>(
        selectCases(raw`${invoices.id} as id`, selection, raw`true`),
      );
      assert.deepEqual(shared.map(({ id }) => id).toSorted(), expected, 'each is in one case');
    }),
    { numRuns: runs, seed: 42 },
  );
  assert.ok(between > 0, 'no period lay between the payments of an invoice');
});

/** True if the invoice has payments before the period and after it. */
function isBothSides(id: string, isWithin: (day: string) => boolean): boolean {
  const inner = Array.from({ length: 46 }, (_one, nth) => dayOf(nth)).filter(isWithin);
  const days = daysOf(id);
  return days.some((day) => day < (inner[0] ?? '')) && days.some((day) => day > (inner.at(-1) ?? ''));
}

test('nobody but the trigger of payments changes the days', async () => {
  const change = billing.database.sql`
    update billing.invoices set last_paid_on = '2026-12-31', first_paid_on = '2026-12-31', version = version + 1`;
  await assert.rejects(change, /change only by an entry of its own/);
});
