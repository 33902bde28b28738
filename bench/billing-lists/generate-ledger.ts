import type { Sql } from 'postgres';

/** The seller's day of the benchmark. */
export const benchToday = '2026-11-28';
const customers = 20_000;
const products = 2_000;

/**
 * Fills empty tables of billing with invoices of three years: customers and products in a Zipf distribution, five
 * currencies, the first third imported, of the rest most paid, a sixteenth of them in two parts, some open or void, and
 * drafts as the newest. The same number gives the same ledger.
 *
 * @param sql with the role that owns the server, one connection: triggers are off while it writes
 */
export async function generateLedger(sql: Sql, invoices: number): Promise<void> {
  await sql`set session_replication_role = replica`;
  await sql`set work_mem = '256MB'`;
  await sql`set maintenance_work_mem = '512MB'`;
  await sql`create schema if not exists bench`;
  // A number from 0 to 1 that depends on the row and on what it is for.
  await sql.unsafe(`create or replace function bench.part(n bigint, purpose int) returns float8 language sql immutable
    parallel safe return (hashint8extended(n, purpose) & 2147483647) / 2147483648.0`);
  await sql.unsafe(`create or replace function bench.rank(n bigint, purpose int, ranks int) returns int language sql
    immutable parallel safe return least(ranks, floor(exp(bench.part(n, purpose) * ln(ranks + 1)))::int)`);
  await sql.unsafe(`create or replace function bench.to_id(kind int, n bigint) returns uuid language sql
    immutable parallel safe return (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`);
  await createDocuments(sql, invoices);
  // Indexes are filled faster when the rows are there.
  const indexes = await dropIndexes(sql);
  await insertInvoices(sql);
  await insertLines(sql);
  await sql`
    insert into billing.invoice_series (series, next_sequence, newest_issue_date)
    select series, max(sequence) + 1, max(issue_date) from billing.invoices where series is not null group by series`;
  await insertPayments(sql);
  await insertChunks(sql);
  for (const { definition } of indexes) await sql.unsafe(definition);
  await sql`drop table bench.documents`;
  await sql`reset session_replication_role`;
}

/** Drops the indexes that belong to no constraint. */
async function dropIndexes(sql: Sql): Promise<readonly { name: string; definition: string }[]> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
    where indrelid in ('billing.invoices'::regclass, 'billing.invoice_lines'::regclass, 'billing.payments'::regclass)
      and not exists (select from pg_constraint where conindid = indexrelid)`;
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);
  return indexes;
}

/** Of each invoice what decides its columns. */
async function createDocuments(sql: Sql, invoices: number): Promise<void> {
  await sql.unsafe(`create unlogged table bench.documents as
    select *, (extract(epoch from created_at) * 1000)::bigint as ms, created_at::date as day,
      case when n > ${invoices} * 0.998 then 'DRAFT'
        when bench.part(n, 3) < 0.01 then 'VOID'
        when date '${benchToday}' - created_at::date > 10 + bench.part(n, 4) * 80 and bench.part(n, 3) < 0.99 then 'PAID'
        else 'ISSUED' end as status,
      bench.rank(n, 1, ${customers}) as customer,
      case when bench.part(n, 2) < 0.8 then 'EUR' when bench.part(n, 2) < 0.92 then 'USD'
        when bench.part(n, 2) < 0.97 then 'GBP' when bench.part(n, 2) < 0.99 then 'CHF' else 'JPY' end as currency,
      1 + floor(bench.part(n, 5) * 5)::int as line_count,
      case when bench.part(n, 6) < 0.7 then 20000 when bench.part(n, 6) < 0.9 then 5500 else 0 end as tax_rate,
      n <= ${invoices} / 3 as is_imported,
      n <= ${invoices} / 3 and bench.part(n, 7) < 0.03 as is_credit_note
    from (select n, timestamptz '2023-12-01T06:00:00Z' + n * ((timestamptz '${benchToday}T18:00:00Z' - timestamptz
      '2023-12-01T06:00:00Z') / ${invoices}) as created_at from generate_series(1, ${invoices}) as n) as one`);
  await sql.unsafe(`create unlogged table bench.lines as
    select n, position, bench.rank(n * 8 + position, 11, ${products}) as product,
      case when is_credit_note then -1 else 1 end * (1 + floor(bench.part(n * 8 + position, 12) * 20))::int as quantity,
      (100 + floor(bench.part(bench.rank(n * 8 + position, 11, ${products}), 13) * 9900))::bigint as price
    from bench.documents, generate_series(1, line_count) as position`);
}

async function insertInvoices(sql: Sql): Promise<void> {
  await sql.unsafe(`insert into billing.invoices (
      id, status, origin, kind, import_job_id, import_row, series, sequence, number, customer_id, customer_name,
      customer_address_lines, customer_country_code, currency, line_count, net_minor, tax_minor, total_minor, issue_date,
      issued_at, due_date, external_reference, note, version, created_at, updated_at,
      voided_at, settled_at, paid_minor, reversible_entries, first_paid_on, last_paid_on)
    select (lpad(to_hex(ms), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid, status,
      case when is_imported then 'IMPORTED' else 'OWN' end, case when is_credit_note then 'CREDIT_NOTE' else 'INVOICE' end,
      case when is_imported then bench.to_id(7, n / 50000) end, case when is_imported then n end, series, sequence,
      case when is_imported then 'OLD/' || n when not is_draft then series || '-' || lpad(sequence::text, 6, '0') end,
      bench.to_id(1, customer),
      (array['Boulangerie', 'Garage', 'Atelier', 'Pharmacie', 'Librairie', 'Menuiserie', 'Fromagerie', 'Imprimerie'])
        [1 + customer % 8] || ' ' || (array['Martin', 'Dupont', 'Bernard', 'Petit', 'Durand', 'Leroy', 'Moreau',
        'Fournier', 'Girard', 'Mercier'])[1 + customer / 8 % 10] || ' ' || customer,
      case when not is_draft then array[n % 200 || ' rue des Lilas', '69003 Lyon'] end,
      case when not is_draft then 'FR' end, currency, line_count, net, tax, net + tax, case when not is_draft then day end,
      case when not is_draft then created_at end,
      case when not is_imported and (not is_draft or n % 2 = 0) then day + 15 + 15 * floor(bench.part(n, 8) * 3)::int end,
      case when n % 10 = 0 then 'ORDER-' || n end,
      case when n % 20 = 0 then 'Delivered by lorry ' || n % 977 end, case when status in ('PAID', 'VOID') then 3 else 1 end,
      created_at, created_at + case when status in ('PAID', 'VOID') then interval '1 day' * (10 + bench.part(n, 9) * 60)
        else interval '0' end,
      case when status = 'VOID' then created_at + interval '1 day' end,
      case when status = 'PAID' and not is_credit_note then created_at + interval '1 day' * (10 + bench.part(n, 9) * 60) end,
      paid, case when paid = 0 then 0 when is_in_parts then 2 else 1 end,
      case when paid > 0 then case when is_in_parts then greatest(day, paid_day - 5 - (sequence % 40)::int) else paid_day end end,
      case when paid > 0 then paid_day end
    from (
      select *, round(net * tax_rate / 100000.0)::bigint as tax, status = 'DRAFT' as is_draft,
        case when status <> 'DRAFT' and not is_imported then extract(year from day)::smallint end as series,
        case when status <> 'DRAFT' and not is_imported then row_number() over (partition by extract(year from day),
          is_imported, status = 'DRAFT' order by n) end as sequence
      from bench.documents join (select n, sum(quantity * price) as net from bench.lines group by n) as sums using (n)
    ) as document
    cross join lateral (
      select case when is_imported then 0 when status = 'PAID' then net + tax when status = 'ISSUED' and n % 5 = 0
          then (net + tax) / 2 else 0 end as paid,
        case when status = 'PAID' then (created_at + interval '1 day' * (10 + bench.part(n, 9) * 60))::date else day end
          as paid_day, sequence % 16 = 0 as is_in_parts
    ) as payment
    order by n`);
}

async function insertLines(sql: Sql): Promise<void> {
  await sql.unsafe(`insert into billing.invoice_lines (
      id, invoice_id, position, product_id, sku, description, quantity_e4, unit, unit_price_micro, tax_rate_milli,
      net_minor, tax_minor)
    select (lpad(to_hex(ms), 12, '0') || '7000' || '8000' || lpad(to_hex(n * 8 + position), 12, '0'))::uuid,
      (lpad(to_hex(ms), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid, position,
      case when not is_imported then bench.to_id(2, product) end, 'SKU-' || lpad(product::text, 5, '0'),
      (array['Wheat flour', 'White hanging heart', 'Oak shelf', 'Brake disc', 'Paper A4', 'Goat cheese', 'Novel'])
        [1 + product % 7] || ' no. ' || product,
      quantity * 10000, 'piece', price * 1000000, tax_rate, quantity * price, round(quantity * price * tax_rate / 100000.0)
    from bench.documents join bench.lines using (n) order by n, position`);
  await sql`drop table bench.lines`;
}

/** One for each paid sum, by whatever means; some sums are paid in two parts. */
async function insertPayments(sql: Sql): Promise<void> {
  await sql.unsafe(`insert into billing.payments (id, invoice_id, kind, amount_minor, method, paid_on, recorded_by, recorded_at)
    select (substr(id::text, 1, 14) || '700' || nth || substr(id::text, 19))::uuid, id, 'PAYMENT',
      paid_minor / reversible_entries + case when nth = reversible_entries then paid_minor % reversible_entries else 0 end,
      (array['BANK_TRANSFER', 'CARD', 'DIRECT_DEBIT'])[1 + sequence % 3],
      case when nth = reversible_entries then last_paid_on else first_paid_on end, 'bench',
      case when nth = reversible_entries then coalesce(settled_at, created_at) else first_paid_on::timestamptz end
    from billing.invoices cross join generate_series(1, reversible_entries) as nth`);
}

/** The ranges of ids that jobs of 50,000 invoices gave out, 1,000 in each transaction. */
async function insertChunks(sql: Sql): Promise<void> {
  await sql.unsafe(`insert into billing.import_chunks (job_id, first_id, last_id)
    select import_job_id, min(id::text)::uuid, max(id::text)::uuid from billing.invoices where origin = 'IMPORTED'
    group by import_job_id, import_row / 1000`);
}
