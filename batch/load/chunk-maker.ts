import type { CsvPosition, CsvRecord } from '../csv/record.ts';
import type { GroupedRows, Grouper } from '../mapping/grouper.ts';
import type { ImportInvoice } from '../mapping/import-invoice.ts';
import type { ChunkReject } from './thread-messages.ts';

/** Rows of a file that are loaded together, but for the invoices among them, which are handed out by themselves. */
export interface ChunkContent {
  readonly rejects: readonly ChunkReject[];
  /** Rows that were read, whatever became of them. */
  readonly readRows: number;
  /** Where the chunk begins, and where the next one does. */
  readonly start: CsvPosition;
  readonly next: CsvPosition;
}

/** What is done with a record before it is mapped. */
export type PrepareRecord = (record: CsvRecord) => CsvRecord;

/** Makes invoices of rows, and counts rows until they are enough for a chunk. Rows of an invoice that is not finished wait for the next one. */
export class ChunkMaker {
  readonly #grouper: Grouper;
  readonly #prepare: PrepareRecord | undefined;
  #into: GroupedRows = { invoices: [], rejects: [] };
  #start: CsvPosition;
  /** Of the record that comes next. */
  #nextRow: number;

  /** @param start where the first record begins */
  constructor(grouper: Grouper, start: CsvPosition, prepare?: PrepareRecord) {
    this.#grouper = grouper;
    this.#prepare = prepare;
    this.#start = start;
    this.#nextRow = start.rowNumber;
  }

  /** How many rows are finished: they have become invoices, or are rejected. */
  get finishedRows(): number {
    return (this.#grouper.openRow?.rowNumber ?? this.#nextRow) - this.#start.rowNumber;
  }

  push(records: readonly CsvRecord[]): void {
    const prepare = this.#prepare;
    for (const record of records) {
      this.#grouper.push(prepare === undefined ? record : prepare(record), this.#into);
    }
    this.#nextRow += records.length;
  }

  /** Finishes the last invoice. */
  end(): void {
    this.#grouper.end(this.#into);
  }

  /** Hands out the invoices that were finished since it was last called, so that they need not wait for the chunk. */
  takeInvoices(): readonly ImportInvoice[] {
    const { invoices, rejects } = this.#into;
    this.#into = { invoices: [], rejects };
    return invoices;
  }

  /**
   * Ends the chunk with what is finished. Its invoices were taken.
   *
   * @param position behind the last record that was pushed
   */
  take(position: CsvPosition): ChunkContent {
    const readRows = this.finishedRows;
    const { rejects } = this.#into;
    const start = this.#start;
    const { byteOffset, rowNumber, line } = this.#grouper.openRow ?? position;
    const next = { byteOffset, rowNumber, line };
    this.#into = { invoices: [], rejects: [] };
    this.#start = next;
    return {
      rejects: rejects.map(({ source, problems }) => ({
        rowNumber: source.rowNumber,
        line: source.line,
        byteOffset: source.byteOffset,
        cells: source.fields,
        problems,
      })),
      readRows,
      start,
      next,
    };
  }
}
