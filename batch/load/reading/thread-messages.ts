import type { IssueDateLimits } from '#schema/calendar/seller.ts';
import type { CsvDialect } from '../../csv/dialect.ts';
import type { CsvPosition } from '../../csv/record.ts';
import type { CsvColumns } from '../../csv/record-problem.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import type { RowProblem } from '../../row-problem.ts';
import type { EncodedItems } from '../writing/encoded-items.ts';

/** The task of a reading thread. */
export interface ReadingTask {
  readonly path: string;
  readonly dialect: CsvDialect;
  readonly mapping: Mapping;
  /** The days an invoice may have, and the zone that decides the day of times with an offset. */
  readonly issueDates: IssueDateLimits;
  /** The names of all columns of the file, undefined if it has no header. */
  readonly columns: CsvColumns;
  /** The names of the row's columns, undefined if the file has no header. */
  readonly header: readonly string[] | undefined;
  /** True if the file is a reject file: the problem stands before the row. */
  readonly isRejectFile: boolean;
  readonly start: CsvPosition;
  /** The end of this thread's share of the decompressed file; undefined for the file's end. */
  readonly endOffset: number | undefined;
  /** A chunk ends as soon as it has this many rows. */
  readonly chunkRows: number;
  /** The numbers of invoices whose rows do not follow each other; these are rejected. */
  readonly scattered: ReadonlySet<string>;
  /** For rows that were written anew, sorted or from a statement: the invoices that stood beside rows without a number in the file, by their number. */
  readonly sorted?: { readonly suspects: ReadonlyMap<string, number> };
}

/** Rows that are loaded in one transaction. */
export interface Chunk extends Omit<EncodedItems, 'rowCounts'> {
  /** Counts the chunks of this thread from 1. */
  readonly id: number;
  /** The number of rows that were read, whatever their result. */
  readonly readRows: number;
  /** Rows that the mapping leaves out. */
  readonly leftOutRows: number;
  readonly rejects: readonly ChunkReject[];
  /** The beginning of the next chunk. */
  readonly next: CsvPosition;
  readonly isLast: boolean;
}

/** A row of a chunk that is not loaded. */
export interface ChunkReject {
  readonly rowNumber: number;
  readonly line: number;
  readonly byteOffset: number;
  readonly cells: readonly string[];
  readonly problems: readonly [RowProblem, ...RowProblem[]];
}

/** A row of a chunk, as it was read. */
type ChunkRow = Omit<ChunkReject, 'problems'>;

/** A row of a record, and its record, given by the first of its rows. */
export interface ChunkInvoiceRow extends ChunkRow {
  readonly firstRow: number;
  /** ISO 4217; null if the row names none. */
  readonly currency: string | null;
}

/** A message from a reading thread. */
export type FromReading =
  | { readonly type: 'chunk'; readonly chunk: Chunk }
  | { readonly type: 'match'; readonly ids: readonly string[]; readonly names: readonly string[] }
  | { readonly type: 'rows'; readonly rows: readonly ChunkInvoiceRow[] }
  | { readonly type: 'failed'; readonly code: string | undefined; readonly message: string };

/** A message to a reading thread. */
export type ToReading =
  /** The task; the first message. */
  | { readonly type: 'read'; readonly task: ReadingTask }
  /** One more chunk is wanted; `committed` need not be kept, and its memory comes back. */
  | { readonly type: 'next'; readonly committed: number; readonly memory: readonly ArrayBuffer[] }
  | { readonly type: 'matches'; readonly matches: CustomerMatches }
  /** Asks for the rows of invoices of a chunk, which are named by their first rows. */
  | { readonly type: 'rows'; readonly chunk: number; readonly rowNumbers: readonly number[] };

/** The customers that were found: the id by the text that was looked up. */
export interface CustomerMatches {
  readonly byId: ReadonlySet<string>;
  readonly byName: ReadonlyMap<string, string>;
}
