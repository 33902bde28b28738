import { CodedError } from '#platform/errors/coded-error.ts';
import { toKeptCells } from '../../csv/kept-cells.ts';
import type { CsvPosition, CsvRecord } from '../../csv/record.ts';
import type { GroupedRows, Grouper } from '../../mapping/grouper.ts';
import type { ImportInvoice, RowPlace, SourceRow } from '../../mapping/import-invoice.ts';
import type { ChunkReject } from './thread-messages.ts';

/** Rows of a file that are loaded together, but for the invoices among them, which are handed out by themselves. */
export interface ChunkContent {
  readonly rejects: readonly ChunkReject[];
  /** Rows that were read, whatever became of them. */
  readonly readRows: number;
  /** Rows that the mapping leaves out. */
  readonly leftOutRows: number;
  /** Where the chunk begins, and where the next one does. */
  readonly start: CsvPosition;
  readonly next: CsvPosition;
}

/** A chunk ends with so many bytes of the file, however few rows they are: rows may have a megabyte each. */
const maxChunkBytes = 8 << 20;
/** The rows of an invoice are held until its last one; an invoice has no more than this. */
const maxOpenBytes = 32 << 20;

/** A row that is ready to be mapped. */
export interface PreparedRow extends SourceRow {
  /** Whether it belongs to no invoice that anybody knows: it is rejected, and others are not for its sake. */
  readonly standsAlone?: boolean;
}

/** What is done with a record before it is mapped. */
export type PrepareRecord = (record: CsvRecord) => PreparedRow;

/** What makes invoices of rows. */
export interface Groupers {
  readonly together: Grouper;
  /** For rows that stand alone. */
  readonly alone: Grouper;
}

/** Makes invoices of rows, and counts rows until they are enough for a chunk. Rows of an invoice that is not finished wait for the next one. */
export class ChunkMaker {
  readonly #grouper: Grouper;
  readonly #alone: Grouper;
  readonly #prepare: PrepareRecord | undefined;
  #into: GroupedRows = { invoices: [], rejects: [] };
  /** Rows of invoices that were handed out since the chunk began. */
  #invoiceRows = 0;
  #start: CsvPosition;
  readonly #chunkRows: number;
  /** Of the record that comes next. */
  #nextRow: number;
  /** Of the last record that was pushed. */
  #lastByte: number;

  /**
   * @param start where the first record begins
   * @param chunkRows with how many finished rows a chunk is full
   */
  constructor({ together, alone }: Groupers, start: CsvPosition, chunkRows: number, prepare?: PrepareRecord) {
    this.#grouper = together;
    this.#alone = alone;
    this.#prepare = prepare;
    this.#start = start;
    this.#chunkRows = chunkRows;
    this.#lastByte = start.byteOffset;
    this.#nextRow = start.rowNumber;
  }

  /** How many rows are finished: they have become invoices, or are rejected. */
  get finishedRows(): number {
    return (this.#openPlace?.rowNumber ?? this.#nextRow) - this.#start.rowNumber;
  }

  /** How many rows may be pushed before anybody need ask whether the chunk is full. */
  get room(): number {
    return Math.max(this.#chunkRows - this.finishedRows, 1);
  }

  /** Whether the chunk has enough rows or bytes. */
  get isFull(): boolean {
    const finishedByte = this.#openPlace?.byteOffset ?? this.#lastByte;
    const hasEnoughBytes = finishedByte - this.#start.byteOffset >= maxChunkBytes;
    return this.finishedRows >= this.#chunkRows || (hasEnoughBytes && this.finishedRows > 0);
  }

  /** @throws {CodedError} GROUP_TOO_LONG when the rows of one invoice are larger than an invoice could be */
  push(records: readonly CsvRecord[]): void {
    const prepare = this.#prepare;
    for (const record of records) {
      const row: PreparedRow = prepare === undefined ? record : prepare(record);
      (row.standsAlone === true ? this.#alone : this.#grouper).push(row, this.#into);
    }
    this.#nextRow += records.length;
    this.#lastByte = records.at(-1)?.byteOffset ?? this.#lastByte;
    const open = this.#openPlace;
    if (open !== undefined && this.#lastByte - open.byteOffset > maxOpenBytes) {
      throw toTooLong(this.#grouper.openRow ?? open);
    }
  }

  /** Where the first row that is not finished is read. */
  get #openPlace(): RowPlace | undefined {
    const row = this.#grouper.openRow;
    return row?.place ?? row;
  }

  /** Finishes the last invoice. */
  end(): void {
    this.#grouper.end(this.#into);
  }

  /** Hands out the invoices that were finished since it was last called, so that they need not wait for the chunk. */
  takeInvoices(): readonly ImportInvoice[] {
    const { invoices, rejects } = this.#into;
    this.#into = { invoices: [], rejects };
    for (const { rowCount } of invoices) this.#invoiceRows += rowCount;
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
    // Left-out rows leave no trace of their own, and count once they are finished, as others do.
    const leftOutRows = readRows - this.#invoiceRows - rejects.length;
    this.#invoiceRows = 0;
    const { byteOffset, rowNumber, line } = this.#openPlace ?? position;
    const next = { byteOffset, rowNumber, line };
    this.#into = { invoices: [], rejects: [] };
    this.#start = next;
    return {
      rejects: rejects.map(({ source, problems }) => ({
        rowNumber: source.rowNumber,
        line: source.line,
        byteOffset: source.byteOffset,
        cells: toKeptCells(source.fields),
        problems,
      })),
      readRows,
      leftOutRows,
      start,
      next,
    };
  }
}

function toTooLong({ rowNumber, line }: CsvPosition): CodedError<'GROUP_TOO_LONG'> {
  return new CodedError(
    'GROUP_TOO_LONG',
    `The rows of one invoice, from row ${rowNumber} (line ${line}) on, have more than ${maxOpenBytes >> 20} MiB; the mapping's "number" may name another column than it should.`,
  );
}
