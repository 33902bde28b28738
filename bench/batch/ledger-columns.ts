/** The job that rows claim to come from; billing refuses an imported row without one. */
const job = '01a00000-0000-7000-8000-000000000000';

/** ISO 4217: the yen has no minor unit. */
const minor = "(amount * case currency when 'JPY' then 1 else 100 end)::bigint";

/**
 * The columns of an invoice that billing's merge_import() fills: how the clean file gets them from the rows, and how Spring
 * Batch does, which gives the parameters in this order.
 */
const columns: readonly (readonly [name: string, clean: string, spring: string])[] = [
  ['id', 'uuidv7()', '?'],
  ['status', "'ISSUED'", "'ISSUED'"],
  ['origin', "'IMPORTED'", "'IMPORTED'"],
  ['kind', "'INVOICE'", "'INVOICE'"],
  ['import_job_id', `'${job}'`, `'${job}'`],
  ['import_row', 'row_number', '?'],
  ['number', 'number', '?'],
  ['customer_id', 'null', 'null'],
  ['customer_name', 'customer_name', '?'],
  ['customer_address_lines', "'{}'", "'{}'"],
  ['currency', 'currency', '?'],
  ['line_count', '0', '0'],
  ['net_minor', minor, '?'],
  ['tax_minor', '0', '0'],
  ['total_minor', minor, '?'],
  ['issue_date', "(issued_at at time zone 'UTC')::date", '?'],
  ['issued_at', 'issued_at', '?'],
  ['version', '1', '1'],
  ['created_at', 'now()', 'now()'],
  ['updated_at', 'now()', 'now()'],
];

const names = columns.map(([name]) => name).join(', ');

/** Writes the rows of `raw` as they are to be stored. */
export const unloadClean = (raw: string) =>
  `copy (select ${columns.map(([, clean]) => clean).join(', ')} from ${raw} order by row_number) to stdout`;

export const loadClean = (table: string) => `copy ${table} (${names}) from stdin`;

export const springInsert = (table: string) =>
  `insert into ${table} (${names}) values (${columns.map(([, , value]) => value).join(', ')})`;
