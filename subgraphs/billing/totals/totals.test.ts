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
import { listClasses, toClassNumber } from '../store/list-class.ts';
import { importChunk, importedInvoice, startTestImport, type TestImport } from '../testing/test-import.ts';
import { loadSummary, type Summary } from './load-summary.ts';
import type { SummaryQuery } from './summary-query.ts';
import { startTotalsCompactor } from './totals-compactor.ts';

const migrations = new URL('../migrations/', import.meta.url);
let parts: TestImport;
let sql: Sql;
let database: Database;
const customers = Array.from({ length: 3 }, () => uuid());
const currencies = ['EUR', 'USD', 'JPY'];
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

/** A change of the ledger; the numbers choose among what is there. */
interface Change {
  readonly name: 'draft' | 'delete' | 'issue' | 'pay' | 'void' | 'edit' | 'import' | 'undo' | 'compact';
  readonly a: number;
  readonly b: number;
}

const dayOf = (n: number) => new Date(Date.UTC(2024, 10, 1 + (n % 500))).toISOString().slice(0, 10);
const jobs: string[] = [];

/** Makes a change if there is an invoice for it, as the database allows it to any writer. */
async function apply({ name, a, b }: Change): Promise<void> {
  if (name === 'draft') await insertDraft(a, b);
  if (name === 'edit')
    await sql`update billing.invoices set net_minor = net_minor + ${b}, total_minor = total_minor + ${b},
      version = version + 1 where id = ${await pick('DRAFT', a)}`;
  if (name === 'delete') await sql`delete from billing.invoices where id = ${await pick('DRAFT', a)}`;
  if (name === 'issue') await issue(await pick('DRAFT', a), dayOf(b));
  if (name === 'pay') await pay(a, b);
  if (name === 'void')
    await sql`update billing.invoices set status = 'VOID', voided_at = now(), version = version + 1
      where id = ${await pick('ISSUED', a)} and kind = 'INVOICE' and paid_minor = 0`;
  if (name === 'import') await importSome(a, b);
  if (name === 'undo' && jobs.length > 0)
    await sql`select billing.undo_import(${jobs[a % jobs.length] ?? ''}, null, 1000)`;
  if (name === 'compact') await sql`select billing.compact_totals(${1 + (a % 5)})`;
}

async function pick(status: string, nth: number): Promise<string | null> {
  const rows = await sql<
    { id: string }[]
  >`select id from billing.invoices where status = ${status} order by id`;
  return rows[nth % Math.max(1, rows.length)]?.id ?? null;
}

async function insertDraft(a: number, b: number): Promise<void> {
  await sql`insert into billing.invoices (id, status, customer_id, customer_name, currency, line_count, net_minor,
      tax_minor, total_minor, version, created_at, updated_at)
    values (${uuid()}, 'DRAFT', ${customers[a % 3] ?? ''}, 'Name', ${currencies[b % 3] ?? ''}, 1, ${b}, 0, ${b}, 1,
      now(), now())`;
}

/** Gives a draft a line that bears its total, and issues it. */
async function issue(id: string | null, day: string): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`insert into billing.invoice_lines (id, invoice_id, position, description, quantity_e4, unit,
        unit_price_micro, tax_rate_milli, net_minor, tax_minor)
      select gen_random_uuid(), id, 1, 'Line', 10000, 'piece', net_minor * 1000000, 0, net_minor, 0
      from billing.invoices where id = ${id}`;
    await tx`update billing.invoices set status = case when total_minor = 0 then 'PAID' else 'ISSUED' end,
        settled_at = case when total_minor = 0 then now() end, version = version + 1, issue_date = ${day},
        issued_at = now(), series = extract(year from ${day}::date),
        sequence = next.sequence, number = extract(year from ${day}::date) || '-' || lpad(next.sequence::text, 6, '0'),
        customer_address_lines = '{}'
      from (select coalesce(max(sequence), 0) + 1 as sequence from billing.invoices) as next where id = ${id}`;
  });
}

async function pay(a: number, b: number): Promise<void> {
  await sql`insert into billing.payments (id, invoice_id, kind, amount_minor, method, paid_on, recorded_by, recorded_at)
    select gen_random_uuid(), id, 'PAYMENT', least(total_minor - paid_minor, ${1 + (b % 500)}), 'CASH', '2026-01-01',
      'test', now()
    from billing.invoices where id = ${await pick('ISSUED', a)} and kind = 'INVOICE' and total_minor > paid_minor`;
}

async function importSome(a: number, b: number): Promise<void> {
  const job = uuid();
  jobs.push(job);
  const invoices = Array.from({ length: 1 + (a % 4) }, (_one, nth) =>
    importedInvoice({
      customer_id: nth === 0 ? null : (customers[(a + nth) % 3] ?? null),
      currency: currencies[(b + nth) % 3] ?? 'EUR',
      is_credit_note: nth === 2,
      net_minor: nth === 2 ? -b : b,
      issue_date: dayOf(a * 7 + nth * 40),
    }),
  );
  await importChunk(parts.batch, { job, invoices });
}

/** The summary as a plain aggregate of the ledger gives it. */
async function expectSummary({
  classes,
  currency,
  customerIds,
  from,
  to,
  groupBy,
}: SummaryQuery): Promise<unknown> {
  const rows = await sql<Record<string, string>[]>`
    with chosen as (
      select *, case ${groupBy} when 'STATUS' then status when 'CUSTOMER' then customer_id::text
        when 'DAY' then issue_date::text else to_char(issue_date, 'YYYY-MM-01') end as key
      from billing.invoices
      where ${classes.map((one) => `${one.origin} ${one.kind} ${one.status}`)} @> array[concat_ws(' ', origin, kind, status)]
        and (${currency ?? null}::text is null or currency = ${currency ?? null})
        and (${customerIds === undefined} or customer_id = any (${[...(customerIds ?? [])]}::uuid[]))
        and (${from ?? null}::date is null or issue_date >= ${from ?? null}::date)
        and (${to ?? null}::date is null or issue_date <= ${to ?? null}::date))
    select key, currency, count(*)::int as count, sum(total_minor)::text as total,
      sum(case when kind = 'CREDIT_NOTE' then total_minor else 0 end)::text as credits,
      sum(case when status = 'ISSUED' and kind = 'INVOICE' then total_minor - paid_minor - credited_minor else 0 end)::text
        as balance
    from chosen group by key, currency order by key, currency`;
  return rows.map((row) => ({ ...row }));
}

const minor = (amount: string) => amount.replace('.', '').replace(/^(-?)0+(?=\d)/, '$1');
/** The groups in the form and order of the plain aggregate. */
function toComparable({ groups }: Summary): unknown[] {
  return groups
    .flatMap(({ key, sums }) =>
      sums.map((one) => ({
        key,
        currency: one.currency,
        count: one.count,
        total: minor(one.total.amount),
        credits: minor(one.creditNoteTotal.amount),
        balance: minor(one.balance.amount),
      })),
    )
    .sort((one, other) => {
      const [left, right] = [one, other].map(({ key, currency }) => `${key ?? '~'} ${currency}`);
      return (left ?? '') < (right ?? '') ? -1 : 1;
    });
}

const queries = fc.record({
  groupBy: fc.constantFrom('STATUS', 'CUSTOMER', 'DAY', 'MONTH'),
  from: fc.option(fc.nat(500).map(dayOf), { nil: undefined }),
  to: fc.option(fc.nat(500).map(dayOf), { nil: undefined }),
  currency: fc.option(fc.constantFrom(...currencies), { nil: undefined }),
  customerIds: fc.option(fc.subarray(customers), { nil: undefined }),
  classes: fc.subarray([...listClasses], { minLength: 1 }),
});

test('after any sequence of changes, a summary equals a plain aggregate of the ledger', async () => {
  const names = [
    'draft',
    'draft',
    'edit',
    'delete',
    'issue',
    'issue',
    'pay',
    'void',
    'import',
    'undo',
    'compact',
  ] as const;
  const change = fc.record({ name: fc.constantFrom(...names), a: fc.nat(1_000), b: fc.nat(1_000) });
  const rounds = fc.tuple(
    fc.array(change, { minLength: 5, maxLength: 25 }),
    fc.array(queries, { minLength: 6, maxLength: 6 }),
  );
  await fc.assert(
    fc.asyncProperty(rounds, async ([changes, asked]) => {
      for (const one of changes) await apply(one);
      for (const { customerIds, ...given } of asked) {
        const query = {
          ...given,
          first: 400,
          customerIds: given.groupBy === 'DAY' ? undefined : customerIds,
        };
        assert.deepEqual(toComparable(await loadSummary(database.db, query)), await expectSummary(query));
      }
    }),
    { numRuns: pickSize({ quick: 12, long: 300 }), seed: 11 },
  );
});

test('adding differences up leaves one row for each key and grain, and the same sums', async () => {
  const readAll = () => sql`
    select class, currency, sum(invoices) as invoices, sum(total_minor) as total from billing.daily_totals
    group by class, currency having sum(invoices) <> 0 order by class, currency`;
  const readSpans = () => sql`
    select array[class, number_span, created_span, issued_span, due_span, first_paid_span, last_paid_span, updated_span]::text as key,
      sum(invoices) as invoices from billing.span_counts group by 1 having sum(invoices) <> 0 order by 1`;
  const before = await readAll();
  const spans = await readSpans();
  const compactors = [1, 2].map(() => startTotalsCompactor({ sql: database.sql, log, everyMs: 20 }));
  try {
    await waitFor('the differences to be added up', async () => {
      const rest = await sql`select from billing.daily_totals where is_delta
        union all select from billing.customer_totals where grain = 'D'
        union all select from billing.span_counts where is_delta`;
      return rest.length === 0;
    });
  } finally {
    await Promise.all(compactors.map((one) => one.close()));
  }
  assert.deepEqual([...(await readAll())], [...before]);
  const repeated = await sql`select from billing.customer_totals
    group by grain, period, customer_id, class, currency having count(*) > 1`;
  assert.equal(repeated.length, 0);

  assert.ok(spans.length > 0);
  assert.deepEqual([...(await readSpans())], [...spans]);
  const [{ rows = 0 } = {}] = await sql`select count(*)::int as rows from billing.span_counts`;
  assert.equal(rows, spans.length);
  await sql`select billing.recount_span_counts()`;
  assert.deepEqual([...(await readSpans())], [...spans], 'as all invoices have them');
});

/** The numbers of invoices of each customer and class in a grain, from the totals and from the ranks. */
const readRanks = () => sql`
  select grain, period::text, customer_id, class, sum(invoices) as invoices from billing.customer_totals
  where grain in ('Y', 'A') group by grain, period, customer_id, class having sum(invoices) <> 0 order by 1, 2, 3, 4`;
const readRankRows = () => sql`
  select grain, period::text, customer_id, nth::int - 1 as class, number::numeric as invoices
  from billing.customer_ranks, unnest(invoices) with ordinality as one (number, nth)
  where number <> 0 order by 1, 2, 3, 4`;

test('the ranks of customers have the numbers of their totals, and no summary differs from the ledger while they are written', async () => {
  const closing = new AbortController();
  const work = async (names: readonly Change['name'][], from: number) => {
    for (let nth = from; !closing.signal.aborted; nth += 7)
      await apply({ name: names[nth % names.length] ?? 'draft', a: nth, b: nth * 31 });
  };
  const writers = [
    work(['draft', 'import', 'compact', 'issue', 'pay'], 0),
    work(['compact', 'draft', 'undo'], 3),
  ];
  const ids = listClasses.map(toClassNumber).join(', ');
  try {
    for (const currency of [undefined, 'EUR', undefined, 'USD', undefined]) {
      for (const from of [undefined, '2025-03-01', '2024-12-20']) {
        await database.db.transaction(
          async (tx) => {
            const query = {
              groupBy: 'CUSTOMER',
              first: 400,
              classes: listClasses,
              customerIds: undefined,
              from,
              to: undefined,
            } as const;
            const { groups } = await loadSummary(tx, { ...query, currency });
            const found = groups.map(({ key, sums }) => [key, sums.reduce((all, one) => all + one.count, 0)]);
            const expected = await tx.execute<{ key: string | null; count: number }>(
              `select customer_id::text as key, count(*)::int as count from billing.invoices
              where list_class in (${ids}) ${currency ? `and currency = '${currency}'` : ''} ${from ? `and issue_date >= '${from}'` : ''}
              group by customer_id order by ${currency ? 'sum(total_minor)' : 'count(*)'} desc,
                coalesce(customer_id, '00000000-0000-0000-0000-000000000000')`,
            );
            assert.deepEqual(
              found,
              expected.map(({ key, count }) => [key, count]),
            );
          },
          { isolationLevel: 'repeatable read' },
        );
      }
    }
  } finally {
    closing.abort();
    await Promise.all(writers);
  }
  await sql`select billing.compact_totals(1000000)`;
  assert.ok((await readRanks()).length > 0);
  assert.deepEqual([...(await readRankRows())], [...(await readRanks())]);
});

test('the ranks of customers who were there before are written by the migration', async (t) => {
  const earlier = await copyEarlierMigrations(t, { migrations, count: 52 });
  const older = await startTestImport(earlier);
  t.after(() => older.close());
  const invoices = Array.from({ length: 30 }, (_one, nth) =>
    importedInvoice({ customer_id: customers[nth % 3] ?? null, issue_date: dayOf(nth * 37) }),
  );
  await importChunk(older.batch, { invoices });
  await older.billing`select billing.compact_totals(40)`;
  await migrateDatabase({ url: older.billingUrl, schema: 'billing', folder: fileURLToPath(migrations) });
  const upgraded = connectDatabase({ url: older.billingUrl, name: 'test' });
  t.after(() => upgraded.close());
  const count = async () => {
    const query = {
      groupBy: 'CUSTOMER',
      first: 400,
      classes: listClasses,
      currency: undefined,
      customerIds: undefined,
    } as const;
    const { groups } = await loadSummary(upgraded.db, query);
    return groups.map(({ sums }) => sums.reduce((all, one) => all + one.count, 0));
  };
  assert.deepEqual(await count(), [10, 10, 10]);
  await upgraded.sql`select billing.compact_totals(1000)`;
  assert.deepEqual(await count(), [10, 10, 10]);
});

test('counting anew gives the same totals', async () => {
  const read =
    () => sql`select day::text, class, currency, sum(total_minor) as total, sum(balance_minor) as balance
    from billing.daily_totals group by day, class, currency having sum(invoices) <> 0 order by day, class, currency`;
  const before = await read();
  assert.ok(before.length > 0);
  const ranks = await readRanks();
  await sql`select billing.recount_totals()`;
  assert.deepEqual([...(await read())], [...before]);
  await sql`select billing.compact_totals(1000000)`;
  assert.deepEqual([...(await readRankRows())], [...ranks]);
});

test('the numbers of classes are those of the indexes', async () => {
  const numbers = listClasses.map(toClassNumber);
  assert.equal(new Set(numbers).size, numbers.length);
  const rows = await sql<{ class: number }[]>`select distinct class from billing.daily_totals`;
  for (const row of rows) assert.ok(numbers.includes(row.class), `class ${row.class}`);
});
