/** One thing wrong with a mutation's input, in the shape of the API's type `UserError`. */
export interface UserError<Code extends string = string> {
  /** Where in the input: names and list indexes. */
  readonly field: string[];
  readonly message: string;
  readonly code: Code;
}

/**
 * Collects all that is wrong with an input, so that a caller mends everything at once.
 *
 * `at` gives a collector for a part of the input; what it collects stands in the same list.
 */
export class InputProblems<Code extends string> {
  readonly #errors: UserError<Code>[];
  readonly #path: readonly string[];

  constructor(path: readonly string[] = [], errors: UserError<Code>[] = []) {
    this.#path = path;
    this.#errors = errors;
  }

  /** A collector for the part of the input under these names or indexes. */
  at(...path: (string | number)[]): InputProblems<Code> {
    return new InputProblems([...this.#path, ...path.map(String)], this.#errors);
  }

  /** Notes a problem with the part this collector stands for. */
  add(code: Code, message: string): void {
    this.#errors.push({ field: [...this.#path], message, code });
  }

  /** Whether nothing is wrong so far, anywhere in the input. */
  get isEmpty(): boolean {
    return this.#errors.length === 0;
  }

  /** All problems of the whole input, in the order they were found. */
  get errors(): UserError<Code>[] {
    return [...this.#errors];
  }
}
