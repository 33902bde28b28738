import type { CsvPosition, CsvRecord } from '../csv/record.ts';
import type { Grouper } from '../mapping/grouper.ts';
import type { ImportInvoice, RejectedRow } from '../mapping/import-invoice.ts';
import type { ChunkReject, ChunkRow, InvoiceRow } from './thread-messages.ts';

/** Rows of a file that are loaded together, as invoices. */
export interface ChunkContent {
  readonly invoices: readonly ImportInvoice[];
  readonly rejects: readonly ChunkReject[];
  /** Rows that were read, whatever became of them. */
  readonly readRows: number;
  /** Where the next chunk begins. */
  readonly next: CsvPosition;
  /** The rows that invoices, named by their first rows, were made of. */
  rowsOf(firstRows: readonly number[]): InvoiceRow[];
}

/** What is done with a record before it is mapped. */
export type PrepareRecord = (record: CsvRecord) => CsvRecord;

/** Collects records until they are enough for a chunk. Rows of an invoice that is not finished wait for the next one. */
export class ChunkMaker {
  readonly #grouper: Grouper;
  readonly #prepare: PrepareRecord | undefined;
  #invoices: ImportInvoice[] = [];
  #rejected: RejectedRow[] = [];
  #records: CsvRecord[] = [];

  constructor(grouper: Grouper, prepare?: PrepareRecord) {
    this.#grouper = grouper;
    this.#prepare = prepare;
  }

  /** How many rows are finished: they have become invoices, or are rejected. */
  get finishedRows(): number {
    const openRow = this.#grouper.openRow?.rowNumber;
    const [first] = this.#records;
    return openRow === undefined || first === undefined ? this.#records.length : openRow - first.rowNumber;
  }

  push(records: readonly CsvRecord[]): void {
    const into = { invoices: this.#invoices, rejects: this.#rejected };
    for (const record of records) {
      const row = this.#prepare === undefined ? record : this.#prepare(record);
      this.#records.push(row);
      this.#grouper.push(row, into);
    }
  }

  /** Finishes the last invoice. */
  end(): void {
    this.#grouper.end({ invoices: this.#invoices, rejects: this.#rejected });
  }

  /**
   * Hands out what is finished.
   *
   * @param position behind the last record that was pushed
   */
  take(position: CsvPosition): ChunkContent {
    const readRows = this.finishedRows;
    const records = this.#records.slice(0, readRows);
    this.#records = this.#records.slice(readRows);
    const [open] = this.#records;
    const invoices = this.#invoices;
    const rejects = this.#rejected.map(({ source, problems }) => ({ ...toRow(source), problems }));
    this.#invoices = [];
    this.#rejected = [];
    return {
      invoices,
      rejects,
      readRows,
      next: toPosition(open ?? position),
      rowsOf: (firstRows) => findRows(firstRows, invoices, records),
    };
  }
}

function findRows(
  firstRows: readonly number[],
  invoices: readonly ImportInvoice[],
  records: readonly CsvRecord[],
): InvoiceRow[] {
  const wanted = new Set(firstRows);
  const before = records[0]?.rowNumber ?? 0;
  return invoices
    .filter(({ rowNumber }) => wanted.has(rowNumber))
    .flatMap(({ rowNumber, rowCount }) =>
      records
        .slice(rowNumber - before, rowNumber - before + rowCount)
        .map((record) => ({ ...toRow(record), firstRow: rowNumber })),
    );
}

function toRow({ rowNumber, line, byteOffset, fields }: Omit<CsvRecord, 'problem'>): ChunkRow {
  return { rowNumber, line, byteOffset, cells: fields };
}

function toPosition({ byteOffset, rowNumber, line }: CsvPosition): CsvPosition {
  return { byteOffset, rowNumber, line };
}
