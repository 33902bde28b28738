/** A problem with an input. The code is one of the API's enum `UserErrorCode`. */
export interface FieldProblem {
  /** The place in the input: names and list indexes. */
  readonly field: readonly string[];
  readonly code: 'REQUIRED' | 'INVALID' | 'TOO_LONG' | 'OUT_OF_RANGE';
  /** A sentence for people. */
  readonly message: string;
}
