import type { CsvFile } from './csv-layout.ts';
import type { CsvInvoice } from './csv-row.ts';

/** A stored row with its place in the files. */
export interface PlacedRow extends CsvInvoice {
  readonly sequence: bigint;
  readonly fileId: number;
  readonly fileName: string;
  /** Its offset in the file, in bytes. */
  readonly start: number;
}

/** The table, from which the files are written. It is the truth: a file is only ever made equal to it. */
export interface CsvSource {
  /** All files, in order. */
  listFiles(): Promise<readonly CsvFile[]>;
  /** Committed rows from a sequence on, in order and without gaps. */
  readRows(from: bigint, limit: number): Promise<readonly PlacedRow[]>;
}
