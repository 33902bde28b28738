import type { Sql } from 'postgres';
import { insertInBatches } from '#platform/testing/insert-in-batches.ts';

/** Adds imported invoices in CHF, with texts so long that the file of 10,000 does not fit between its ends. */
export function insertLongInvoices(
  sql: Sql,
  range: { readonly first?: number; readonly last: number },
): Promise<void> {
  return insertInBatches(
    range,
    (first, last) => sql`
      insert into billing.invoices (id, status, origin, import_job_id, import_row, number, customer_name, currency, line_count,
        net_minor, tax_minor, total_minor, issue_date, issued_at, customer_address_lines, note, version, created_at, updated_at)
      select uuidv7(), 'ISSUED', 'IMPORTED', '01a1fd86-8c29-7609-8271-821153593541', nth, 'M-' || nth, 'Many', 'CHF', 0,
        nth, 0, nth, '2026-01-01', now(), '{}', repeat('x', 1800), 1, now(), now()
      from generate_series(${first}::int, ${last}::int) as nth`,
  );
}
