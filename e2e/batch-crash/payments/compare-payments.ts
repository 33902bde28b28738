import { readFile } from 'node:fs/promises';
import type { Sql } from 'postgres';
import type { Finding } from '../../event-path/compare.ts';
import { differing, endComparisons } from '../compare.ts';
import type { ExpectedCounts } from '../expectation.ts';

const expectedPayments = `
  select row_number, number, amount_minor, reference from expected.payments where outcome = 'LOADED'`;
const storedPayments = `
  select payment.import_row, invoice.number, payment.amount_minor, payment.reference
  from billing.payments as payment join billing.invoices as invoice on invoice.id = payment.invoice_id
  where payment.kind = 'PAYMENT' and payment.import_job_id = (select id from batch.job_instances)`;

const comparisons: readonly { what: string; query: string }[] = [
  { what: 'payments that differ from the file', query: differing(storedPayments, expectedPayments) },
  {
    what: 'entries of payments that are not those of the job',
    query: 'select count(*)::int as count from billing.payments where import_job_id is null',
  },
  {
    what: 'invoices whose sum or status is not that of their payments',
    query: `
      select count(*)::int as count from billing.invoices as invoice
      left join (select invoice_id, sum(amount_minor) as paid from billing.payments group by invoice_id) as entry
        on entry.invoice_id = invoice.id
      where invoice.paid_minor <> coalesce(entry.paid, 0)
        or (invoice.status = 'PAID') <> (coalesce(entry.paid, 0) = invoice.total_minor)`,
  },
  {
    what: 'payments without one entry in the history',
    query: `
      select count(*)::int as count from (
        select payment.id from billing.payments as payment
        left join billing.invoice_history as event on event.details ->> 'paymentId' = payment.id::text
          and event.kind = 'PAYMENT_RECORDED' and event.invoice_id = payment.invoice_id
        group by payment.id having count(event.position) <> 1) as wrong`,
  },
  {
    what: 'payments that are not noted once for the totals',
    query: `
      select count(*)::int as count from (
        select payment.id from billing.payments as payment
        left join (select unnest(ids) as id from billing.unannounced_payments) as noted on noted.id = payment.id
        group by payment.id having count(noted.id) <> 1) as wrong`,
  },
  {
    what: 'payments that another file would not be recognised by',
    query: `
      select count(*)::int as count from billing.payments as payment
      where not exists (select from billing.payment_entries as entry
        where entry.payment_id = payment.id and entry.job_row = payment.import_row)`,
  },
  {
    what: 'rejects that differ from the file',
    query: differing(
      'select row_number, code from batch.rejects',
      "select row_number, outcome from expected.payments where outcome <> 'LOADED'",
    ),
  },
  ...endComparisons,
];

/** Compares the payments that were loaded and rejected with what the file holds. Every count must be none. */
export async function comparePayments(
  sql: Sql,
  rejectFile: string,
  expected: ExpectedCounts,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { what, query } of comparisons) {
    const [row] = await sql.unsafe<{ count: number }[]>(query);
    findings.push({ what, count: row?.count ?? -1 });
  }
  const [found] = await sql<Record<string, number>[]>`
    select sum(read_rows)::int as read, sum(loaded_rows)::int as loaded, sum(already_there_rows)::int as there,
      sum(rejected_rows + conflicting_rows)::int as rejected
    from batch.step_executions`;
  const { loaded, alreadyThere, rejected } = expected;
  const wanted = { read: loaded + alreadyThere + rejected, loaded, there: alreadyThere, rejected };
  const differences = Object.entries(wanted).filter(([name, value]) => found?.[name] !== value).length;
  const what = `counts of the executions that differ (${JSON.stringify(found)})`;
  const lines = (await readFile(rejectFile, 'utf8')).trimEnd().split('\r\n');
  return [
    ...findings,
    { what, count: differences },
    {
      what: 'rows more or less than rejected in the reject file',
      count: Math.abs(lines.length - 1 - rejected),
    },
  ];
}
