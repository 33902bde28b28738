/** A problem of one row of a file. */
export interface RowProblem {
  /** The name of the column in the file, null for the whole row. */
  readonly column: string | null;
  /** Stable, for programs: upper case with underscores. */
  readonly code: string;
  /** The fault and what would be right, for people. */
  readonly message: string;
}
