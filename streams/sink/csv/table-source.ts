import type { ISql } from 'postgres';
import type { CsvFile } from './csv-layout.ts';
import type { CsvSource, PlacedRow } from './csv-source.ts';

/** Reads files and rows from the sink's tables. */
export function createTableSource(sql: ISql): CsvSource {
  return {
    listFiles: async () => {
      const rows = await sql<
        (Omit<CsvFile, 'firstSequence' | 'bytes'> & { firstSequence: string; bytes: string })[]
      >`
        select id, name, day::text, first_sequence::text as "firstSequence", row_count as "rowCount", bytes::text
        from csv_files order by id`;
      return rows.map((row) => ({
        ...row,
        firstSequence: BigInt(row.firstSequence),
        bytes: Number(row.bytes),
      }));
    },
    readRows: async (from, limit) => {
      const rows = await sql<(Omit<PlacedRow, 'sequence' | 'start'> & { sequence: string; start: string })[]>`
        select sequence::text, csv_file_id as "fileId", name as "fileName", csv_start::text as start,
          invoice_number as "invoiceNumber", customer_name as "customerName", amount::text, currency,
          to_char(issued_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "issuedAt",
          issue_date::text as "issueDate", is_simulated as "isSimulated"
        from invoices join csv_files on csv_files.id = csv_file_id
        where sequence >= ${from.toString()} order by invoices.sequence limit ${limit}`;
      return rows.map((row) => ({ ...row, sequence: BigInt(row.sequence), start: Number(row.start) }));
    },
  };
}
