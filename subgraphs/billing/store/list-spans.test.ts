import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { Sql } from 'postgres';
import { v7 as uuid } from 'uuid';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { parsePage } from '#platform/graphql/page.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { addDays } from '#schema/calendar/day.ts';
import { importChunk, importedInvoice, startTestImport, type TestImport } from '../testing/test-import.ts';
import { toSelection } from './invoice-filter.ts';
import { toListOrder } from './invoice-order.ts';
import { toSizes } from './known-sizes.ts';
import { listClasses } from './list-class.ts';
import { placePage } from './list-place.ts';
import { loadListSpans, toFilterDays } from './list-spans.ts';
import { readOrderedPage } from './read-list.ts';
import { readNarrowPage } from './read-narrow-list.ts';

/**
 * Ninety invoices of six years with gaps between them: our own ones, of which some are drafts, some have no due day and most have payments,
 * and imported ones.
 */
let parts: TestImport;
let database: Database;
const today = '2026-03-01';
const years = [2021, 2021, 2024, 2025, 2026];

before(async () => {
  parts = await startTestImport();
  database = connectDatabase({ url: parts.billingUrl, name: 'test' });
  for (let nth = 0; nth < 60; nth += 1) await insertOwn(parts.billing, nth);
  const invoices = Array.from({ length: 30 }, (_one, nth) => importedInvoice({ issue_date: dayOf(nth * 7) }));
  await importChunk(parts.batch, { invoices: invoices.slice(0, 20) });
  await importChunk(parts.batch, { invoices: invoices.slice(20) });
});
after(async () => {
  await database.close();
  await parts.close();
});

/** Days that lie together in some months of some years. */
function dayOf(n: number): string {
  const year = years[n % years.length] ?? 2021;
  return new Date(Date.UTC(year, (n * 5) % 7, 1 + ((n * 11) % 28))).toISOString().slice(0, 10);
}

async function insertOwn(sql: Sql, nth: number): Promise<void> {
  const day = dayOf(nth);
  const id = uuid({ msecs: Date.parse(day) + nth });
  const due = nth % 4 === 0 ? null : addDays(day, (nth % 5) * 40);
  await sql`
    insert into billing.invoices (id, status, customer_id, customer_name, currency, line_count, net_minor, tax_minor,
      total_minor, due_date, version, created_at, updated_at)
    values (${id}, 'DRAFT', ${uuid()}, 'Name', 'EUR', 1, 100, 0, 100, ${due}, 1, now(), ${day})`;
  if (nth % 6 === 0) return;
  await sql.begin(async (tx) => {
    await tx`
      insert into billing.invoice_lines (id, invoice_id, position, description, quantity_e4, unit, unit_price_micro,
        tax_rate_milli, net_minor, tax_minor)
      values (${uuid()}, ${id}, 1, 'Line', 10000, 'piece', 100000000, 0, 100, 0)`;
    await tx`
      update billing.invoices set status = 'ISSUED', version = 2, issue_date = ${day}, issued_at = now(),
        series = extract(year from ${day}::date), sequence = ${1 + nth * 3_000}, customer_address_lines = '{}',
        number = extract(year from ${day}::date) || '-' || lpad((${1 + nth * 3_000})::text, 6, '0')
      where id = ${id}`;
  });
  for (const paid of [nth, nth + 2].slice(0, nth % 3))
    await sql`
      insert into billing.payments (id, invoice_id, kind, amount_minor, method, paid_on, recorded_by, recorded_at)
      values (${uuid()}, ${id}, 'PAYMENT', 50, 'CASH', ${dayOf(paid)}, 'test', ${dayOf(paid)})`;
}

const day = fc.option(
  fc.nat(400).map((n) => (n < 380 ? dayOf(n) : '1999-12-31')),
  { nil: undefined, freq: 2 },
);
const period = fc
  .tuple(day, day)
  .map(([one, other]) =>
    one !== undefined && other !== undefined && one > other ? [other, one] : [one, other],
  );
const fields = ['NUMBER', 'ISSUE_DATE', 'DUE_DATE', 'TOTAL', 'CREATED_AT', 'UPDATED_AT'] as const;
const question = fc.record({
  periods: fc.record({ issued: period, due: period, paid: period }, { requiredKeys: [] }),
  isOverdue: fc.boolean(),
  status: fc.option(fc.subarray(['DRAFT', 'ISSUED', 'PAID', 'VOID'] as const), { nil: undefined }),
  field: fc.constantFrom(...fields),
  direction: fc.constantFrom('ASC', 'DESC'),
  size: fc.integer({ min: 1, max: 8 }),
  place: fc.nat(90),
  kind: fc.constantFrom('first', 'after', 'last', 'before'),
  mostSorted: fc.constantFrom(0, 4),
});

test('a page that is read in the spans of its days is the one of all invoices, sorted at once', async () => {
  const { db } = database;
  let limited = 0;
  await fc.assert(
    fc.asyncProperty(question, async ({ periods, isOverdue, status, field, direction, ...asked }) => {
      const { issued, due, paid } = periods;
      const filter = {
        ...(issued && { issuedFrom: issued[0], issuedTo: issued[1] }),
        ...(due && { dueFrom: due[0], dueTo: due[1] }),
        ...(paid && { paidFrom: paid[0], paidTo: paid[1] }),
        ...(isOverdue && { isOverdue }),
        ...(status && { status }),
      };
      const days = toFilterDays(filter, { today });
      if (days === undefined) return;
      const order = toListOrder({ field, direction });
      const selection = toSelection(filter, today);
      const classes = selection.classes ?? listClasses;
      const spans = await loadListSpans(db, days, classes, order);
      const query = { ...selection, order, limit: asked.size, sizes: toSizes(spans), spans };
      const whole = await readNarrowPage(db, {
        ...query,
        ...placePage(parsePage({}, order.name), order),
        limit: 100,
      });
      const cursors = whole?.cursors ?? [];
      const most = [...spans.values()].reduce((all, one) => all + one.most, 0);
      const least = [...spans.values()].reduce((all, one) => all + one.least, 0);
      assert.ok(cursors.length <= most, `${cursors.length} of at most ${most}`);
      if (!isOverdue) assert.ok(cursors.length >= least, `${cursors.length} of at least ${least}`);
      if (most < 90) limited += 1;

      const place = asked.place % Math.max(1, cursors.length);
      const cursor = cursors[place];
      const { size, kind } = asked;
      const isForward = kind === 'first' || kind === 'after';
      const page = {
        ...parsePage(isForward ? { first: size } : { last: size }, order.name),
        ...(kind === 'after' && cursor !== undefined && { after: cursor }),
        ...(kind === 'before' && cursor !== undefined && { before: cursor }),
      };
      const read = await readOrderedPage(db, {
        ...query,
        ...placePage(page, order),
        mostSorted: asked.mostSorted,
      });
      const between = cursors.slice(
        kind === 'after' ? place + 1 : 0,
        kind === 'before' ? place : cursors.length,
      );
      const expected = isForward ? between.slice(0, size) : between.slice(-size).toReversed();
      assert.deepEqual(read, expected);
    }),
    { numRuns: pickSize({ quick: 250, long: 4_000 }), seed: 55 },
  );
  assert.ok(limited > 50, 'most questions were about all invoices');
});
