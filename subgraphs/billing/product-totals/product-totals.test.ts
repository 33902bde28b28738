import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Sql } from 'postgres';
import { v7 as uuid } from 'uuid';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createLog } from '#platform/log/log.ts';
import { copyEarlierMigrations } from '#platform/testing/earlier-migrations.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { listClasses } from '../store/list-class.ts';
import { insertPaymentRow } from '../testing/payment-rows.ts';
import { importChunk, importedWithLines, startTestImport, type TestImport } from '../testing/test-import.ts';
import { loadProductSummary, type ProductQuery, type ProductSummary } from './load-product-summary.ts';
import { startProductTotalsFiller } from './product-totals-filler.ts';

const migrations = new URL('../migrations/', import.meta.url);
let parts: TestImport;
let sql: Sql;
let database: Database;
const customers = Array.from({ length: 2 }, () => uuid());
const products = [...Array.from({ length: 3 }, () => uuid()), null];
const skus = ['A-1', 'B 2', 'ß/3', null];
const currencies = ['EUR', 'JPY'];
const log = createLog({ name: 'test', level: 'silent' });

before(async () => {
  parts = await startTestImport();
  sql = parts.billing;
  database = connectDatabase({ url: parts.billingUrl, name: 'test' });
});
after(async () => {
  await database.close();
  await parts.close();
});

const names = [
  'draft',
  'draft',
  'delete',
  'issue',
  'issue',
  'issue',
  'pay',
  'reverse',
  'void',
  'credit',
  'import',
  'import',
  'undo',
  'advance',
  'advance',
] as const;
/** A change of the ledger; the numbers choose among what is there. */
interface Change {
  readonly name: (typeof names)[number];
  readonly a: number;
  readonly b: number;
}

const dayOf = (n: number) => new Date(Date.UTC(2023, 10, 1 + (n % 900))).toISOString().slice(0, 10);
const jobs: string[] = [];
let sequence = 0;

/** Makes a change if there is a document for it, as the database allows it to any writer. */
async function apply({ name, a, b }: Change): Promise<void> {
  if (name === 'draft') await insertDraft(a, b);
  if (name === 'delete')
    await sql`delete from billing.invoices where id = ${await pick(a, sql`status = 'DRAFT'`)}`;
  if (name === 'issue') await issue(await pick(a, sql`status = 'DRAFT'`), dayOf(b));
  if (name === 'pay') await pay(a, b);
  if (name === 'reverse') await reverse(a);
  if (name === 'void')
    await sql`update billing.invoices set status = 'VOID', voided_at = now(), version = version + 1
      where id = ${await pick(a, sql`status = 'ISSUED' and kind = 'INVOICE' and paid_minor = 0 and credited_minor = 0`)}`;
  if (name === 'credit') await credit(a);
  if (name === 'import') await importSome(a, b);
  if (name === 'undo' && jobs.length > 0)
    await sql`select billing.undo_import(${jobs[a % jobs.length] ?? ''}, null, 1000)`;
  if (name === 'advance') await sql`select billing.advance_product_totals(${1 + (a % 9)})`;
}

async function pick(nth: number, condition: ReturnType<Sql>): Promise<string | null> {
  const rows = await sql<{ id: string }[]>`select id from billing.invoices where ${condition} order by id`;
  return rows[nth % Math.max(1, rows.length)]?.id ?? null;
}

/** A draft of up to four lines at 20 %, whose taxes are exact, some of them of the same product. */
async function insertDraft(a: number, b: number): Promise<void> {
  const id = uuid();
  const lines = Array.from({ length: 1 + (a % 4) }, (_one, nth) => {
    const productId = products[(a + nth * b) % 4] ?? null;
    const [quantity, price] = [1 + ((a + nth) % 5), 5 * (b + nth)];
    return { nth: nth + 1, productId, quantity, price, net: quantity * price, tax: (quantity * price) / 5 };
  });
  const sumOf = (field: 'net' | 'tax') => lines.reduce((sum, line) => sum + line[field], 0);
  await sql`insert into billing.invoices (id, status, customer_id, customer_name, currency, line_count, net_minor,
      tax_minor, total_minor, version, created_at, updated_at)
    values (${id}, 'DRAFT', ${customers[a % 2] ?? ''}, 'Name', ${currencies[b % 2] ?? ''}, ${lines.length}, ${sumOf('net')},
      ${sumOf('tax')}, ${sumOf('net') + sumOf('tax')}, 1, now(), now())`;
  for (const { nth, productId, quantity, price, net, tax } of lines)
    await sql`insert into billing.invoice_lines (id, invoice_id, position, product_id, sku, description, quantity_e4, unit,
        unit_price_micro, tax_rate_milli, net_minor, tax_minor)
      values (${uuid()}, ${id}, ${nth}, ${productId}, ${productId && `SKU ${a}`}, 'Line', ${quantity * 10_000}, 'piece',
        ${price * 1_000_000}, 20000, ${net}, ${tax})`;
}

async function issue(id: string | null, day: string): Promise<void> {
  sequence += 1;
  await sql`update billing.invoices set status = case when total_minor = 0 then 'PAID' else 'ISSUED' end,
      settled_at = case when total_minor = 0 then now() end, version = version + 1, issue_date = ${day}, issued_at = now(),
      series = extract(year from ${day}::date), sequence = ${sequence}, customer_address_lines = '{}',
      number = extract(year from ${day}::date) || '-' || lpad(${sequence}::text, 6, '0')
    where id = ${id}`;
}

async function pay(a: number, b: number): Promise<void> {
  const invoiceId = await pick(a, sql`status = 'ISSUED' and kind = 'INVOICE' and total_minor > 0`);
  if (invoiceId === null) return;
  const [row] = await sql<{ left: string }[]>`
    select total_minor - paid_minor - credited_minor as left from billing.invoices where id = ${invoiceId}`;
  const left = BigInt(row?.left ?? 0);
  await insertPaymentRow(sql, { invoiceId, amountMinor: b % 3 === 0 ? 1n : left });
}

async function reverse(a: number): Promise<void> {
  const rows = await sql<{ id: string; invoiceId: string; amount: string }[]>`
    select id, invoice_id as "invoiceId", amount_minor as amount from billing.payments as paid
    where kind = 'PAYMENT' and not exists (select from billing.payments where reverses_payment_id = paid.id) order by id`;
  const row = rows[a % Math.max(1, rows.length)];
  if (row === undefined) return;
  const { id: reversesPaymentId, invoiceId, amount } = row;
  await insertPaymentRow(sql, {
    invoiceId,
    amountMinor: -BigInt(amount),
    kind: 'REVERSAL',
    reversesPaymentId,
  });
}

/** Credits an invoice of our own in full. */
async function credit(a: number): Promise<void> {
  const invoiceId = await pick(
    a,
    sql`status in ('ISSUED', 'PAID') and kind = 'INVOICE' and origin = 'OWN' and credited_minor = 0
    and total_minor > 0`,
  );
  if (invoiceId === null) return;
  sequence += 1;
  const id = uuid();
  await sql.begin(async (tx) => {
    await tx`insert into billing.invoices (id, status, kind, credited_invoice_id, series, sequence, number, customer_id,
        customer_name, customer_address_lines, currency, line_count, net_minor, tax_minor, total_minor, issue_date, issued_at,
        settled_at, version, created_at, updated_at, is_taxed_by_line)
      select ${id}, 'PAID', 'CREDIT_NOTE', id, series, ${sequence}, 'CN-' || series || '-' || lpad(${sequence}::text, 6, '0'),
        customer_id, customer_name, '{}', currency, line_count, -net_minor, -tax_minor, -total_minor, issue_date, now(),
        now(), 1, now(), now(), true
      from billing.invoices where id = ${invoiceId}`;
    await tx`insert into billing.invoice_lines (id, invoice_id, position, product_id, sku, description, quantity_e4, unit,
        unit_price_micro, tax_rate_milli, net_minor, tax_minor, credited_line_id)
      select gen_random_uuid(), ${id}, position, product_id, sku, description, -quantity_e4, unit, unit_price_micro,
        tax_rate_milli, -net_minor, -tax_minor, id
      from billing.invoice_lines where invoice_id = ${invoiceId}`;
  });
}

/** Imports an invoice without lines, one with lines, a credit note. */
async function importSome(a: number, b: number): Promise<void> {
  const job = uuid();
  jobs.push(job);
  const documents = [[], [10_000 * (1 + (a % 9)), 20_000], [-10_000 * (1 + (b % 9))]].map((quantities, nth) =>
    importedWithLines(quantities, {
      is_credit_note: nth === 2,
      customer_id: customers[nth % 2] ?? null,
      currency: currencies[(a + nth) % 2] ?? 'EUR',
      issue_date: dayOf(a * 7 + nth * 40),
    }),
  );
  const lines = documents.flatMap((one) => one.lines);
  await importChunk(parts.batch, {
    job,
    invoices: documents.map(({ invoice }) => invoice),
    lines: lines.map((line, nth) => ({ ...line, sku: skus[(b + nth) % 4] ?? null })),
  });
}

/** The sums as a plain aggregate of the ledger gives them, without imports that are not counted yet. */
async function expectGroups({ classes, currency, customerIds, from, to }: ProductQuery): Promise<unknown> {
  const rows = await sql<Record<string, string>[]>`
    select coalesce(product_id::text, '') || ' ' || coalesce(case when product_id is null then sku end, '') as key, currency,
      count(distinct invoice.id)::int as documents, sum(quantity_e4)::text as quantity, sum(line.net_minor)::text as net,
      sum(line.tax_minor)::text as tax
    from billing.invoices as invoice join billing.invoice_lines as line on line.invoice_id = invoice.id
    where ${classes.map((one) => `${one.origin} ${one.kind} ${one.status}`)} @> array[concat_ws(' ', origin, kind, status)]
      and (${currency ?? null}::text is null or currency = ${currency ?? null})
      and (${customerIds === undefined} or customer_id = any (${[...(customerIds ?? [])]}::uuid[]))
      and (${from ?? null}::date is null or issue_date >= ${from ?? null}::date)
      and (${to ?? null}::date is null or issue_date <= ${to ?? null}::date)
      and (${customerIds !== undefined} or not exists (select from billing.product_backlog where invoice.id = any (ids)))
    group by key, currency`;
  return rows.map((row) => ({ ...row })).sort(compareRows);
}

const compareRows = (...rows: readonly { key?: string; currency?: string }[]) => {
  const [one = '', other = ''] = rows.map(({ key, currency }) => `${key} ${currency}`);
  return one < other ? -1 : 1;
};

const digits = (amount: string) => amount.replace('.', '').replace(/^(-?)0+(?=\d)/, '$1');
const toE4 = (quantity: string) => {
  const [whole = '', decimals = ''] = quantity.split('.');
  return digits(`${whole}${decimals.padEnd(4, '0')}`);
};
/** The groups in the form and order of the plain aggregate. */
function toComparable({ groups }: ProductSummary): unknown[] {
  return groups
    .flatMap(({ productId, sku, lineSums }) =>
      lineSums.map((one) => ({
        key: `${productId ?? ''} ${sku ?? ''}`,
        currency: one.currency,
        documents: one.documentCount,
        quantity: toE4(one.quantity),
        net: digits(one.netTotal.amount),
        tax: digits(one.taxTotal.amount),
      })),
    )
    .sort(compareRows);
}

const day = fc.option(fc.nat(900).map(dayOf), { nil: undefined });
const queries = fc
  .record({
    from: day,
    to: day,
    currency: fc.option(fc.constantFrom(...currencies), { nil: undefined }),
    customerIds: fc.option(fc.subarray(customers), { nil: undefined, freq: 4 }),
    classes: fc.subarray([...listClasses], { minLength: 1 }),
  })
  .filter(({ from, to }) => from === undefined || to === undefined || from <= to);

const readBacklog = async () => (await sql`select from billing.product_backlog`).length;
const whole: ProductQuery = {
  classes: listClasses,
  currency: undefined,
  customerIds: undefined,
  from: undefined,
  to: undefined,
  first: 400,
};

test('after any sequence of changes, sums by product equal a plain aggregate of the lines that are counted', async () => {
  const change = fc.record({ name: fc.constantFrom(...names), a: fc.nat(1_000), b: fc.nat(1_000) });
  const rounds = fc.tuple(
    fc.array(change, { minLength: 5, maxLength: 25 }),
    fc.array(queries, { minLength: 6, maxLength: 6 }),
  );
  await fc.assert(
    fc.asyncProperty(rounds, async ([changes, asked]) => {
      for (const one of changes) await apply(one);
      const { isComplete } = await loadProductSummary(database.db, whole);
      assert.equal(isComplete, (await readBacklog()) === 0);
      for (const given of asked) {
        const query = { ...given, first: 400 };
        assert.deepEqual(
          toComparable(await loadProductSummary(database.db, query)),
          await expectGroups(query),
        );
      }
    }),
    { numRuns: pickSize({ quick: 12, long: 300 }), seed: 14 },
  );
});

test('the filler counts all that was imported, and counting anew gives the same totals', async () => {
  for (let nth = 0; nth < 3; nth += 1) await importSome(nth, nth);
  assert.equal((await loadProductSummary(database.db, whole)).isComplete, false);
  const fillers = [1, 2].map(() => startProductTotalsFiller({ sql: database.sql, log, everyMs: 20 }));
  try {
    await waitFor('the backlog to be counted', async () => {
      const deltas = await sql`select from billing.product_deltas`;
      return deltas.length === 0 && (await readBacklog()) === 0;
    });
  } finally {
    await Promise.all(fillers.map((one) => one.close()));
  }
  const filled = await loadProductSummary(database.db, whole);
  assert.equal(filled.isComplete, true);
  assert.deepEqual(toComparable(filled), await expectGroups(whole));
  const readAll =
    () => sql`select grain, period::text, product_id, sku, class, currency, invoices, quantity_e4, net_minor,
    tax_minor from billing.product_totals order by grain, period, product_id, sku, class, currency`;
  const kept = await readAll();
  assert.ok(kept.length > 50);
  await sql`select billing.recount_product_totals()`;
  assert.deepEqual([...(await readAll())], [...kept]);
});

test('an invoice that is paid while its import is being counted is counted as paid', async () => {
  await sql`select billing.recount_product_totals()`;
  const { invoice, lines } = importedWithLines([10_000]);
  await importChunk(parts.batch, { invoices: [invoice], lines });
  const [other, waiting] = [parts.connect('billing'), { query: '%insert into billing.payments%' }];
  let paying: Promise<unknown> = Promise.resolve();
  await other.begin(async (tx) => {
    await tx`select billing.advance_product_totals(10)`;
    paying = insertPaymentRow(sql, { invoiceId: invoice.id, amountMinor: 'total' });
    await waitFor('the payment to wait', async () => {
      const rows = await parts.admin`select from pg_stat_activity
        where wait_event_type = 'Lock' and query like ${waiting.query} and pid <> pg_backend_pid()`;
      return rows.length === 1;
    });
  });
  await paying;
  const summary = await loadProductSummary(database.db, whole);
  assert.deepEqual([summary.isComplete, toComparable(summary)], [true, await expectGroups(whole)]);
});

/** The numbers of documents of each product and class in a period, from the totals and from the ranks. */
async function checkRanks(of: Sql): Promise<void> {
  const totals = await of`
    select grain, period::text, product_id, sku, class::int, sum(invoices)::int as number from billing.product_totals
    where grain <> 'DAY' group by 1, 2, 3, 4, 5 having sum(invoices) <> 0 order by 1, 2, 3, 4, 5`;
  const ranks = await of`
    select grain, period::text, product_id, sku, nth::int - 1 as class, number
    from billing.product_ranks, unnest(invoices) with ordinality as one (number, nth)
    where number <> 0 order by 1, 2, 3, 4, 5`;
  assert.ok(totals.length > 0);
  assert.deepEqual([...ranks], [...totals]);
}

test('the ranks of products have the numbers of their totals, kept up, counted anew and written by the migration', async (t) => {
  await checkRanks(sql);
  await sql`select billing.recount_product_totals()`;
  await checkRanks(sql);
  const older = await startTestImport(await copyEarlierMigrations(t, { migrations, count: 53 }));
  t.after(() => older.close());
  const { invoice, lines } = importedWithLines([10_000, 20_000, 30_000]);
  await importChunk(older.batch, { invoices: [invoice], lines });
  await older.billing`select billing.advance_product_totals(1000)`;
  await migrateDatabase({ url: older.billingUrl, schema: 'billing', folder: fileURLToPath(migrations) });
  await checkRanks(older.billing);
});

test('a step that is under way while a new version migrates ends before the ranks are written', async (t) => {
  const older = await startTestImport(await copyEarlierMigrations(t, { migrations, count: 51 }));
  t.after(() => older.close());
  const { invoice, lines } = importedWithLines([10_000, 20_000]);
  await importChunk(older.batch, { invoices: [invoice], lines });
  const migrating = await older.billing.begin(async (step) => {
    await step`select billing.advance_product_totals(1000)`;
    const started = migrateDatabase({
      url: older.billingUrl,
      schema: 'billing',
      folder: fileURLToPath(migrations),
    });
    const waiting = async () => {
      const found = await step`
        select 1 from pg_locks where locktype = 'advisory' and not granted
          and pid in (select pid from pg_stat_activity where application_name = 'migrate-billing')`;
      return found.length > 0;
    };
    await waitFor('the migration to wait for the step', waiting);
    // Promises within a promise would be waited for.
    return { started };
  });
  await migrating.started;
  await checkRanks(older.billing);
});
