import type { RowProblem } from '../row-problem.ts';
import type { CsvProblemCode } from './record.ts';
import type { Flaw } from './record-scanner.ts';

/** The place in a record that a message names. */
export interface ProblemPlace {
  /** The cell from 0, undefined for the whole record. */
  readonly cell: number | undefined;
  /** In the file, from 0. */
  readonly byteOffset: number;
}

/** The columns of a file: their names, their number, or undefined if unknown. */
export type CsvColumns = readonly string[] | number | undefined;

export function toProblem(
  code: CsvProblemCode,
  message: string,
  place: ProblemPlace,
  columns: CsvColumns,
): RowProblem {
  const { cell } = place;
  const column = cell === undefined || typeof columns !== 'object' ? null : (columns[cell] ?? null);
  const where = cell === undefined || column !== null ? '' : `cell ${cell + 1}, `;
  return { column, code, message: `${message} (${where}byte ${place.byteOffset})` };
}

/** Describes a record whose quotes or line end are wrong. */
export function toFlawProblem(flaw: Flaw, place: ProblemPlace, columns: CsvColumns): RowProblem {
  switch (flaw) {
    case 'BAD_QUOTE':
      return toProblem(
        'BAD_QUOTE',
        'a quote stands inside a cell; the whole cell must be in quotes, and quotes within it doubled',
        place,
        columns,
      );
    case 'QUOTE_NOT_CLOSED':
      return toProblem(
        'QUOTE_NOT_CLOSED',
        'a cell begins with a quote that is not closed; the row is taken to end with this line',
        place,
        columns,
      );
    case 'UNFINISHED_QUOTE':
      return toProblem('CUT_OFF', 'the file ends within a cell that began with a quote', place, columns);
    case 'ROW_TOO_LONG':
      return toProblem(
        'ROW_TOO_LONG',
        'the row is longer than a row may be; is a line end or a quote missing?',
        { ...place, cell: undefined },
        columns,
      );
  }
}

/** Describes a record with more or fewer cells than there are columns. */
export function toRaggedProblem(
  cells: number,
  expected: number,
  isUnterminated: boolean,
  place: ProblemPlace,
  columns: CsvColumns,
): RowProblem {
  if (isUnterminated && cells < expected) {
    return toProblem(
      'CUT_OFF',
      `the file ends in the middle of a row: ${cells} of ${expected} cells and no line end`,
      place,
      columns,
    );
  }
  return toProblem('RAGGED_ROW', `${cells} cells where there are ${expected} columns`, place, columns);
}
