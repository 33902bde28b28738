import type { ISql } from 'postgres';
import { v7 as createId } from 'uuid';
import { type CsvFile, placeRows, type Rotation } from '../csv/csv-layout.ts';
import { type CsvInvoice, formatCsvRow } from '../csv/csv-row.ts';

/** An invoice that came from the log. */
export interface LoggedInvoice extends CsvInvoice {
  /** `id` and `source` of the CloudEvent (CloudEvents 1.0.2, section 3.1). */
  readonly eventId: string;
  readonly eventSource: string;
  readonly customerId: string | null;
  readonly partition: number;
  readonly offset: bigint;
}

/** Of all stored invoices, one transaction at a time gives out sequences and places in the files. */
const placementLock = 'sink:placement';

/**
 * Stores invoices that are not stored yet and gives each its place in the CSV files, in the caller's transaction.
 *
 * @returns how many were new; the others were repeats
 */
export async function storeInvoices(
  tx: ISql,
  received: readonly LoggedInvoice[],
  rotation: Rotation,
): Promise<number> {
  if (received.length === 0) return 0;
  await tx`select pg_advisory_xact_lock(hashtextextended(${placementLock}, 0))`;
  const fresh = await findNew(tx, received);
  if (fresh.length === 0) return 0;
  const newest = await findNewestFile(tx);
  const lengths = fresh.map((invoice) => Buffer.byteLength(formatCsvRow(invoice)));
  const { placements, files } = placeRows(newest, lengths, rotation);
  await writeFiles(tx, files);
  await insertInvoices(
    tx,
    fresh.map((invoice, index) => ({ ...invoice, ...placements[index] })),
  );
  return fresh.length;
}

/** Those whose event is neither in the table nor earlier in the list. */
async function findNew(tx: ISql, received: readonly LoggedInvoice[]): Promise<LoggedInvoice[]> {
  const events = received.map(({ eventId, eventSource }) => ({ eventId, eventSource }));
  const known = await tx<{ event_id: string; event_source: string }[]>`
    select event_id, event_source from invoices
    join json_to_recordset(${JSON.stringify(events)}::text::json) as given("eventId" text, "eventSource" text)
      on event_id = given."eventId" and event_source = given."eventSource"`;
  const seen = new Set(known.map((event) => toKey(event.event_id, event.event_source)));
  return received.filter(({ eventId, eventSource }) => {
    const key = toKey(eventId, eventSource);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function toKey(id: string, source: string): string {
  return JSON.stringify([id, source]);
}

async function findNewestFile(tx: ISql): Promise<CsvFile | undefined> {
  const [row] = await tx<
    (Omit<CsvFile, 'firstSequence' | 'bytes'> & { firstSequence: string; bytes: string })[]
  >`
    select id, name, day::text, first_sequence::text as "firstSequence", row_count as "rowCount", bytes::text
    from csv_files order by id desc limit 1`;
  return row === undefined
    ? undefined
    : { ...row, firstSequence: BigInt(row.firstSequence), bytes: Number(row.bytes) };
}

async function writeFiles(tx: ISql, files: readonly CsvFile[]): Promise<void> {
  const rows = files.map((file) => ({ ...file, firstSequence: file.firstSequence.toString() }));
  await tx`
    insert into csv_files (id, name, day, first_sequence, row_count, bytes)
    select * from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as file(id int, name text, day date, "firstSequence" bigint, "rowCount" int, bytes bigint)
    on conflict (id) do update set row_count = excluded.row_count, bytes = excluded.bytes`;
}

async function insertInvoices(
  tx: ISql,
  placed: readonly (LoggedInvoice & { sequence?: bigint; fileId?: number; start?: number })[],
): Promise<void> {
  const rows = placed.map((row) => ({
    ...row,
    id: createId(),
    sequence: String(row.sequence),
    offset: row.offset.toString(),
  }));
  await tx`
    insert into invoices (
      sequence, id, event_id, event_source, invoice_number, customer_name, customer_id, amount, currency, issued_at,
      issue_date, is_simulated, log_partition, log_offset, csv_file_id, csv_start)
    select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as invoice(
      sequence bigint, id uuid, "eventId" text, "eventSource" text, "invoiceNumber" text, "customerName" text,
      "customerId" text, amount numeric, currency text, "issuedAt" timestamptz,
      "issueDate" date, "isSimulated" boolean,
      partition int, "offset" bigint, "fileId" int, start bigint)`;
}
