/** The codes of the API's enum `UserErrorCode` (`schema/common.graphql`). */
export type UserErrorCode =
  | 'REQUIRED'
  | 'INVALID'
  | 'TOO_LONG'
  | 'OUT_OF_RANGE'
  | 'TAKEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'WRONG_STATE'
  | 'NOT_ALLOWED'
  | 'INSUFFICIENT_STOCK'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'UNAVAILABLE';

/** A problem with a mutation's input, in the shape of the API's type `UserError`. */
export interface UserError {
  /** The path in the input: names and list indexes. */
  readonly field: string[];
  readonly message: string;
  readonly code: UserErrorCode;
}

/** A value, or all problems that stand in its way. */
export type Checked<Value> =
  | { readonly value: Value; readonly problems?: never }
  | { readonly value?: never; readonly problems: readonly UserError[] };

/**
 * Collects all problems of an input, so that a caller can correct everything at once.
 *
 * `at` gives a collector for a part of the input; its problems go into the same list.
 */
export class InputProblems {
  readonly #errors: UserError[];
  readonly #path: readonly string[];

  constructor(path: readonly string[] = [], errors: UserError[] = []) {
    this.#path = path;
    this.#errors = errors;
  }

  /** A collector for the part of the input under these names or indexes. */
  at(...path: (string | number)[]): InputProblems {
    return new InputProblems([...this.#path, ...path.map(String)], this.#errors);
  }

  /** Notes a problem with the part that this collector stands for. */
  add(code: UserErrorCode, message: string): void {
    this.#errors.push({ field: [...this.#path], message, code });
  }

  /** True while no part of the input has a problem. */
  get isEmpty(): boolean {
    return this.#errors.length === 0;
  }

  /** All problems of the whole input, in the order in which they were noted. */
  get errors(): UserError[] {
    return [...this.#errors];
  }
}
