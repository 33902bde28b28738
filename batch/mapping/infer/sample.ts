import type { CsvDialect } from '../../csv/dialect.ts';

/** The begin of a file. */
export interface Sample {
  /** How it seems to be written. */
  readonly dialect: CsvDialect;
  /** The names of its columns, no two the same: the header's, or such as are made up when it has none that can be used. */
  readonly names: readonly string[];
  /** Records that have as many cells. */
  readonly rows: readonly (readonly string[])[];
}

/** One column of a sample. */
export interface SampleColumn {
  readonly name: string;
  readonly index: number;
  /** Of each row, without white space around. */
  readonly cells: readonly string[];
  /** Those that are not empty. */
  readonly filled: readonly string[];
  /** At most some of those that are not empty, from all over the sample: files are often sorted by time. */
  readonly spread: readonly string[];
}

/** The columns of a sample. */
export function toColumns({ names, rows }: Sample): SampleColumn[] {
  return names.map((name, index) => {
    const cells = rows.map((row) => (row[index] ?? '').trim());
    const filled = cells.filter((cell) => cell !== '');
    const step = Math.max(1, filled.length / mostSpread);
    const spread = Array.from(
      { length: Math.min(filled.length, mostSpread) },
      (_, at) => filled[Math.floor(at * step)] ?? '',
    );
    return { name, index, cells, filled, spread };
  });
}

const share = 0.95;
const mostSpread = 2_000;

/** Whether nearly all cells that are not empty fulfil a condition, and there are such cells. */
export function isMostly({ spread }: SampleColumn, fulfils: (cell: string) => boolean): boolean {
  return spread.length > 0 && spread.filter(fulfils).length >= share * spread.length;
}
