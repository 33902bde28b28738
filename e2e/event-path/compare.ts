import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Sql } from 'postgres';

/** Something that must be none, and how many there are. */
export interface Finding {
  readonly what: string;
  readonly count: number;
}

/** The invoices that billing issued, with the columns on which all readers must agree. */
const issued = `
  select number, customer_id::text as customer, customer_name as name, currency, total_minor::numeric as minor, issued_at,
    issue_date
  from billing.invoices where status = 'ISSUED'`;
/** ISO 4217: yen have no cents. */
const stored = `
  select invoice_number, customer_id, customer_name, currency,
    amount * case currency when 'JPY' then 1 else 100 end, issued_at,
    issue_date
  from sink.invoices`;

/** Counts rows that are in one of two queries and not in the other, repeated rows too. */
const differing = (one: string, other: string) => `
  select count(*)::int as count from
    ((${one}) except all (${other}) union all ((${other}) except all (${one}))) as differences`;

const counts: readonly { what: string; query: string }[] = [
  { what: 'rows that differ between the sink and what was issued', query: differing(stored, issued) },
  {
    what: 'currencies whose total differs between the statistics and SQL',
    query: differing(
      'select currency, sum(count), sum(amount_minor) from statistics.totals group by currency',
      `select currency, count(*), sum(minor) from (${issued}) as issued group by currency`,
    ),
  },
  {
    what: 'customers whose total differs between the statistics and SQL',
    query: differing(
      'select customer_key, currency, sum(count), sum(amount_minor) from statistics.customers group by 1, 2',
      `select customer, currency, count(*), sum(minor) from (${issued}) as issued group by customer, currency`,
    ),
  },
  {
    what: 'dead letters',
    query:
      'select ((select count(*) from sink.dead_letters) + (select count(*) from statistics.dead_letters))::int as count',
  },
  {
    what: 'drafts of transactions that were rolled back',
    query: "select count(*)::int as count from billing.invoices where status <> 'ISSUED'",
  },
  { what: 'messages left in the outbox', query: 'select count(*)::int as count from billing.outbox' },
];

/** Compares what arrived with what was issued, by the tables of all, and the CSV files with the sink's table. */
export async function compareAll(sql: Sql, csvFolder: string, messages: number): Promise<Finding[]> {
  const [row] = await sql.unsafe<{ count: number }[]>(
    `select count(*)::int as count from (${issued}) as issued`,
  );
  const findings = [
    { what: 'invoices issued more or less than meant to be', count: Math.abs((row?.count ?? 0) - messages) },
  ];
  for (const { what, query } of counts) {
    const [row] = await sql.unsafe<{ count: number }[]>(query);
    findings.push({ what, count: row?.count ?? -1 });
  }
  findings.push({
    what: 'rows that differ between the CSV files and the sink',
    count: await compareCsv(sql, csvFolder),
  });
  return findings;
}

async function compareCsv(sql: Sql, folder: string): Promise<number> {
  const rows = await sql<Record<string, string>[]>`
    select name as file, invoice_number as "invoiceNumber", customer_name as "customerName", amount::text, currency,
      to_char(issued_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "issuedAt",
      issue_date::text as "issueDate", is_simulated::text as simulated
    from sink.invoices join sink.csv_files on csv_files.id = csv_file_id order by sequence`;
  const names = (await readdir(folder)).toSorted();
  const read = await Promise.all(names.map((name) => readCsv(folder, name)));
  const wanted = rows.map(toText);
  const found = read.flat().map(toText);
  const shorter = Math.min(wanted.length, found.length);
  return (
    wanted.slice(0, shorter).filter((row, nth) => row !== found[nth]).length +
    Math.max(wanted.length, found.length) -
    shorter
  );
}

async function readCsv(folder: string, name: string): Promise<Record<string, string>[]> {
  const rows = parse<Record<string, string>>(await readFile(join(folder, name)), { columns: true });
  return rows.map((row) => ({ file: name, ...row }));
}

/** The members stand in the order of the columns on both sides. */
function toText(row: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.values(row));
}
