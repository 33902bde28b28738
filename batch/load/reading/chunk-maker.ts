import { CodedError } from '#platform/errors/coded-error.ts';
import { toKeptCells } from '../../csv/kept-cells.ts';
import type { CsvPosition, CsvRecord } from '../../csv/record.ts';
import type { GroupedRows, Grouper } from '../../mapping/grouper.ts';
import type { RowPlace, SourceRow } from '../../mapping/import-invoice.ts';
import type { ChunkReject } from './thread-messages.ts';

/** Rows of a file that are loaded together, without the records that they became, which are taken separately. */
export interface ChunkContent {
  readonly rejects: readonly ChunkReject[];
  /** The number of rows that were read, whatever their result. */
  readonly readRows: number;
  /** Rows that the mapping leaves out. */
  readonly leftOutRows: number;
  /** The beginnings of the chunk and of the next one. */
  readonly start: CsvPosition;
  readonly next: CsvPosition;
}

/** The bytes of the file with which a chunk ends, however few rows they are: rows may have a megabyte each. */
const maxChunkBytes = 8 << 20;
/** The maximum size of an invoice, whose rows are held until its last one. */
const maxOpenBytes = 32 << 20;

/** A row that is ready to be mapped. */
export interface PreparedRow extends SourceRow {
  /** True if its invoice is unknown: it is rejected alone. */
  readonly standsAlone?: boolean;
}

/** The preparation of a record before it is mapped. */
export type PrepareRecord = (record: CsvRecord) => PreparedRow;

/** The groupers that make records of rows. */
export interface Groupers<Item> {
  readonly together: Grouper<Item>;
  /** The grouper of rows that stand alone. */
  readonly alone: Grouper<Item>;
}

/** Makes records of rows, and counts rows until they fill a chunk. Rows of an unfinished record wait for the next one. */
export class ChunkMaker<Item extends { readonly rowCount: number }> {
  readonly #grouper: Grouper<Item>;
  readonly #alone: Grouper<Item>;
  readonly #prepare: PrepareRecord | undefined;
  #into: GroupedRows<Item> = { items: [], rejects: [] };
  /** The number of rows of records that were taken since the chunk began. */
  #itemRows = 0;
  #start: CsvPosition;
  readonly #chunkRows: number;
  /** The place of the next record. */
  #nextRow: number;
  /** The place of the last record that was pushed. */
  #lastByte: number;

  /**
   * @param start the beginning of the first record
   * @param chunkRows the number of finished rows with which a chunk is full
   */
  constructor(
    { together, alone }: Groupers<Item>,
    start: CsvPosition,
    chunkRows: number,
    prepare?: PrepareRecord,
  ) {
    this.#grouper = together;
    this.#alone = alone;
    this.#prepare = prepare;
    this.#start = start;
    this.#chunkRows = chunkRows;
    this.#lastByte = start.byteOffset;
    this.#nextRow = start.rowNumber;
  }

  /** The number of finished rows: they have become records, or are rejected. */
  get finishedRows(): number {
    return (this.#openPlace?.rowNumber ?? this.#nextRow) - this.#start.rowNumber;
  }

  /** The number of rows that can be pushed before the chunk can be full. */
  get room(): number {
    return Math.max(this.#chunkRows - this.finishedRows, 1);
  }

  /** True if the chunk has enough rows or bytes. */
  get isFull(): boolean {
    const finishedByte = this.#openPlace?.byteOffset ?? this.#lastByte;
    const hasEnoughBytes = finishedByte - this.#start.byteOffset >= maxChunkBytes;
    return this.finishedRows >= this.#chunkRows || (hasEnoughBytes && this.finishedRows > 0);
  }

  /** @throws {CodedError} GROUP_TOO_LONG if the rows of one invoice are larger than an invoice can be */
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

  /** The place at which the first unfinished row is read. */
  get #openPlace(): RowPlace | undefined {
    const row = this.#grouper.openRow;
    return row?.place ?? row;
  }

  /** Finishes the last record. */
  end(): void {
    this.#grouper.end(this.#into);
  }

  /** Returns the records that were finished since the last call, so that they need not wait for the chunk. */
  takeItems(): readonly Item[] {
    const { items, rejects } = this.#into;
    this.#into = { items: [], rejects };
    for (const { rowCount } of items) this.#itemRows += rowCount;
    return items;
  }

  /**
   * Ends the chunk after the finished rows. Its records were taken before.
   *
   * @param position the place after the last record that was pushed
   */
  take(position: CsvPosition): ChunkContent {
    const readRows = this.finishedRows;
    const { rejects } = this.#into;
    const start = this.#start;
    // Left-out rows have no result of their own, and count once they are finished, like others.
    const leftOutRows = readRows - this.#itemRows - rejects.length;
    this.#itemRows = 0;
    const { byteOffset, rowNumber, line } = this.#openPlace ?? position;
    const next = { byteOffset, rowNumber, line };
    this.#into = { items: [], rejects: [] };
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
