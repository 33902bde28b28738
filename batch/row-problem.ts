/** A problem of one row of a file. */
export interface RowProblem {
  /** The column as the file names it, null when the whole row is meant. */
  readonly column: string | null;
  /** Stable, for programs: upper case with underscores. */
  readonly code: string;
  /** The fault and what would be right, for people. */
  readonly message: string;
}
