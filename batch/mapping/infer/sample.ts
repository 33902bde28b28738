import type { CsvDialect } from '../../csv/dialect.ts';

/** The beginning of a file. */
export interface Sample {
  /** The dialect that it seems to have. */
  readonly dialect: CsvDialect;
  /** The names of its columns, all different: the header's, or made-up ones if the header's cannot be used. */
  readonly names: readonly string[];
  /** The records with one cell for each name. */
  readonly rows: readonly (readonly string[])[];
}

/** One column of a sample. */
export interface SampleColumn {
  readonly name: string;
  readonly index: number;
  /** The cells of all rows, without white space around them. */
  readonly cells: readonly string[];
  /** The cells that are not empty. */
  readonly filled: readonly string[];
  /** A selection of the filled cells from the whole sample: files are often sorted by time. */
  readonly spread: readonly string[];
}

/** The columns of a sample. */
export function toColumns({ names, rows }: Sample): SampleColumn[] {
  return names.map((name, index) => {
    const cells = rows.map((row) => (row[index] ?? '').trim());
    const filled = cells.filter((cell) => cell !== '');
    const step = Math.max(1, filled.length / maxSpread);
    const spread = Array.from(
      { length: Math.min(filled.length, maxSpread) },
      (_, at) => filled[Math.floor(at * step)] ?? '',
    );
    return { name, index, cells, filled, spread };
  });
}

const share = 0.95;
const maxSpread = 2_000;

/** True if nearly all cells that are not empty fulfil a condition, and there are such cells. */
export function isMostly({ spread }: SampleColumn, fulfils: (cell: string) => boolean): boolean {
  return spread.length > 0 && spread.filter(fulfils).length >= share * spread.length;
}
