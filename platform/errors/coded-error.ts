/**
 * An error that a program can tell from others by its `code`.
 *
 * Its message is written for people: what was wrong, where, and what would be right; never a secret.
 */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CodedError';
    this.code = code;
  }
}
