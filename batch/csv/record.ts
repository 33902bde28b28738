import type { RowProblem } from '../row-problem.ts';

/** A place in a file at which a record begins, or might: reading can continue from here. */
export interface CsvPosition {
  /** From 0, in the file as it is decompressed. */
  readonly byteOffset: number;
  /** The number of the next record. Data records count from 1; header, comments, skipped and empty lines do not count. */
  readonly rowNumber: number;
  /** The physical line from 1. */
  readonly line: number;
}

/** The beginning of a file, if it has neither header nor lines to skip. */
export const fileStart: CsvPosition = { byteOffset: 0, rowNumber: 1, line: 1 };

/** One record of a file, and where it begins. */
export interface CsvRecord extends CsvPosition {
  /**
   * The cells without their quotes; of a record with a problem, those that could be read.
   * A cell shares the memory of the chunk that it was read from: copy what outlives it.
   */
  readonly fields: readonly string[];
  /** The problem of the record itself; undefined if it has none. */
  readonly problem: RowProblem | undefined;
}

/** The codes of the problems that a record itself can have. */
export type CsvProblemCode =
  | 'RAGGED_ROW'
  | 'QUOTE_NOT_CLOSED'
  | 'BAD_QUOTE'
  | 'CUT_OFF'
  | 'BAD_ENCODING'
  | 'NUL_CHARACTER'
  | 'ROW_TOO_LONG';
