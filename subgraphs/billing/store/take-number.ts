import { type SQL, sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { InvoiceKind } from '../domain/invoice-origin.ts';
import { type InvoiceNumber, seriesOf } from '../domain/number.ts';
import type { NumberFormat } from '../domain/number-format.ts';

/** The next number, or the day of the newest document of the series if the issue date is before it. */
export type NumberTaken =
  | { readonly number: InvoiceNumber; readonly newestIssueDate?: never }
  | { readonly number?: never; readonly newestIssueDate: string };

/**
 * Takes the next number of a day's series that no imported document has. Invoices and credit notes have series of their
 * own. Call this late: until the end of the transaction, no other transaction can take a number of this series. A rollback
 * gives the number back, so there are no gaps: each number below the counter of the series is in the ledger, as one of our
 * own or as an imported one.
 *
 * @param format the form in which the number will be written
 */
export async function takeNumber(
  tx: Transaction,
  kind: InvoiceKind,
  issueDate: string,
  format: NumberFormat,
): Promise<NumberTaken> {
  const series = seriesOf(issueDate);
  // The lock on the row fixes which numbers are imported: an import of such numbers waits for this table.
  const [taken] = await tx.execute<{ sequence: number }>(sql`
    insert into billing.invoice_series as known (kind, series, next_sequence, newest_issue_date)
    values (${kind}, ${series}, 2, ${issueDate})
    on conflict (kind, series) do update
      set next_sequence = ${findFreeFrom(sql`known.next_sequence`, format)} + 1,
        newest_issue_date = excluded.newest_issue_date
      where known.newest_issue_date <= excluded.newest_issue_date
    returning next_sequence - 1 as sequence`);
  if (taken?.sequence === 1)
    return { number: { kind, series, sequence: await takeFirst(tx, kind, series, format) } };
  if (taken !== undefined) return { number: { kind, series, sequence: taken.sequence } };
  const [known] = await tx.execute<{ newest: string }>(
    sql`select newest_issue_date::text as newest from billing.invoice_series where kind = ${kind} and series = ${series}`,
  );
  if (known === undefined) throw new TypeError(`The series ${series} was refused but is not there.`);
  return { newestIssueDate: known.newest };
}

/** The first number of a new series: 1, unless that number is imported. */
async function takeFirst(
  tx: Transaction,
  kind: InvoiceKind,
  series: number,
  format: NumberFormat,
): Promise<number> {
  const [first] = await tx.execute<{ sequence: number }>(sql`
    update billing.invoice_series as known set next_sequence = ${findFreeFrom(sql`1`, format)} + 1
    where kind = ${kind} and series = ${series}
    returning next_sequence - 1 as sequence`);
  if (first === undefined) throw new TypeError(`The series ${series} was made but is not there.`);
  return first.sequence;
}

/** The first place from one on, in the series of the row `known`, whose number is free. */
function findFreeFrom(wanted: SQL, { prefix, separator, minDigits }: NumberFormat): SQL {
  return sql`billing.find_free_sequence(${prefix}, known.series, ${separator}, ${minDigits}, ${wanted})`;
}
