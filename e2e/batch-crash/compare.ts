import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import type { Sql } from 'postgres';
import type { Finding } from '../event-path/compare.ts';
import type { ExpectedCounts } from './expectation.ts';

/** Counts rows that are in one of two queries and not in the other, repeated rows too. */
export const differing = (one: string, other: string) => `
  select count(*)::int as count from
    ((${one}) except all (${other}) union all ((${other}) except all (${one}))) as differences`;

/** The rules that a finished job must keep, for invoices and for payments. */
export const endComparisons: readonly { what: string; query: string }[] = [
  {
    what: 'jobs more or less than one',
    query: 'select abs(count(*) - 1)::int as count from batch.job_instances',
  },
  {
    what: 'executions that are not at an end',
    query: "select count(*)::int as count from batch.job_executions where status in ('STARTED', 'STOPPING')",
  },
  {
    what: 'executions more or less than one that completed',
    query: "select abs(count(*) - 1)::int as count from batch.job_executions where status = 'COMPLETED'",
  },
];

const expectedInvoices = `
  select row_number, number, customer_name, currency, total_minor, issued_at from expected.rows where outcome = 'LOADED'`;
const storedInvoices = `
  select import_row, number, customer_name, currency, total_minor, issued_at from billing.invoices`;
const expectedRejects = `
  select row_number, line, byte_offset, outcome from expected.rows where outcome not in ('LOADED', 'ALREADY_THERE')`;

const comparisons: readonly { what: string; query: string }[] = [
  { what: 'invoices that differ from the file', query: differing(storedInvoices, expectedInvoices) },
  {
    what: 'currencies whose count or sum differs from the file',
    query: differing(
      `select currency, count(*), sum(total_minor), sum(net_minor + tax_minor) from billing.invoices group by currency`,
      `select currency, count(*), sum(total_minor), sum(total_minor) from (${expectedInvoices}) as one group by currency`,
    ),
  },
  {
    what: 'invoices without the job that they came from',
    query: `
      select count(*)::int as count from billing.invoices
      where origin <> 'IMPORTED' or import_job_id is distinct from (select id from batch.job_instances)`,
  },
  {
    what: 'invoices that are not noted once for the totals',
    query: `
      select count(*)::int as count from (
        select invoice.id from billing.invoices as invoice
        left join (select unnest(ids) as id from billing.unannounced_imports) as noted on noted.id = invoice.id
        group by invoice.id having count(noted.id) <> 1) as wrong`,
  },
  {
    what: 'rejects that differ from the file',
    query: differing('select row_number, line, byte_offset, code from batch.rejects', expectedRejects),
  },
  ...endComparisons,
];

/** Compares what was loaded, and what was rejected, with what the file holds. Every count must be none. */
export async function compareAll(sql: Sql, rejectFile: string, expected: ExpectedCounts): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { what, query } of comparisons) {
    const [row] = await sql.unsafe<{ count: number }[]>(query);
    findings.push({ what, count: row?.count ?? -1 });
  }
  findings.push(await compareCounts(sql, expected));
  findings.push(await compareRejectFile(sql, rejectFile));
  return findings;
}

/** Counts are kept for each execution: added up they must tell of each row once. */
async function compareCounts(sql: Sql, expected: ExpectedCounts): Promise<Finding> {
  const [found] = await sql<Record<string, number>[]>`
    select sum(read_rows)::int as read, sum(loaded_invoices)::int as loaded, sum(already_there_rows)::int as there,
      sum(rejected_rows + conflicting_rows)::int as rejected
    from batch.step_executions`;
  const { loaded, alreadyThere, rejected } = expected;
  const wanted = { read: loaded + alreadyThere + rejected, loaded, there: alreadyThere, rejected };
  const count = Object.entries(wanted).filter(([name, value]) => found?.[name] !== value).length;
  return { what: `counts of the executions that differ (${JSON.stringify(found)})`, count };
}

/** Each rejected row once, in the file's order, with its place and code, and the cells as they were. */
async function compareRejectFile(sql: Sql, path: string): Promise<Finding> {
  const wanted = await sql<{ row: string; offset: string; code: string; number: string }[]>`
    select row_number as row, byte_offset as offset, outcome as code, number from expected.rows
    where outcome not in ('LOADED', 'ALREADY_THERE') order by row_number`;
  const found: string[] = [];
  const rows: AsyncIterable<string[]> = createReadStream(path).pipe(
    parse({ bom: true, from_line: 2, relax_column_count: true }),
  );
  for await (const [row, offset, , code, , number] of rows) found.push([row, offset, code, number].join(' '));
  const expected = wanted.map(({ row, offset, code, number }) => [row, offset, code, number].join(' '));
  const longer = Math.max(found.length, expected.length);
  const count = Array.from({ length: longer }, (_, nth) => nth).filter(
    (nth) => found[nth] !== expected[nth],
  ).length;
  return { what: 'rows that differ between the reject file and the file', count };
}
