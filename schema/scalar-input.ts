/**
 * A value in an input that does not have the form of its scalar.
 *
 * It is not an error of the scalar, because that error would end the whole request and hide all other problems. The
 * use case gets this mark instead, and reports it with its field.
 */
export class Unreadable {
  /** For people, for example `Must be a day as ISO 8601 writes it, for example "2026-03-01".` */
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** A scalar in an input, as the resolver gets it: text of the right form, or the mark that it has another one. */
export type ScalarInput = string | Unreadable;

/** Gives the text of a scalar in a mutation's input; undefined when it is not readable, which is noted. */
export function readScalar(
  given: ScalarInput,
  problems: { add(code: 'INVALID', message: string): void },
): string | undefined {
  if (typeof given === 'string') return given;
  problems.add('INVALID', given.message);
  return undefined;
}

/** Gives the text of a scalar that may be left out; undefined when it is not readable, which is noted. */
export function readOptionalScalar(
  given: ScalarInput | null,
  problems: { add(code: 'INVALID', message: string): void },
): string | null | undefined {
  return given === null ? null : readScalar(given, problems);
}
