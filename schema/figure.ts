import { formatDecimal, parseDecimal } from './decimal.ts';
import { readScalar, type ScalarInput } from './scalar-input.ts';

/** A figure that was read, or what is wrong with its text. */
export type Figure<Value> =
  | { readonly value: Value; readonly problem?: never }
  | { readonly value?: never; readonly problem: FigureProblem };

/** The problem of a figure, with a code of the API's user errors. */
export interface FigureProblem {
  readonly code: 'INVALID' | 'OUT_OF_RANGE';
  /** Says what would be right. */
  readonly message: string;
}

/** The decimal numbers that a figure may be. Bounds are in units of 10^-scale and are included. */
export interface FigureForm {
  /** The name of the figure in a sentence, with its article: `a quantity`. */
  readonly name: string;
  /** The most decimals. */
  readonly scale: number;
  readonly min: bigint;
  readonly max: bigint;
}

/** Reads a figure in units of 10^-scale; the messages are made from the form. */
export function parseFigure(text: string, form: FigureForm): Figure<bigint> {
  const value = parseDecimal(text, form.scale);
  if (value === undefined) return { problem: { code: 'INVALID', message: describeFigure(form) } };
  if (value < form.min || value > form.max) {
    return { problem: { code: 'OUT_OF_RANGE', message: describeFigure(form) } };
  }
  return { value };
}

/** The sentence that says what a figure must be, for people. */
export function describeFigure({ name, scale, min, max }: FigureForm): string {
  const range = `from ${formatDecimal(min, scale, 0)} to ${formatDecimal(max, scale, 0)}`;
  return `Give ${name} ${range} ${describeDecimals(scale)}.`;
}

/** The decimals that a figure may have, as a part of a sentence. */
export function describeDecimals(scale: number): string {
  return scale === 0 ? 'without decimals' : `with up to ${scale} decimals`;
}

/**
 * Reads a figure of a mutation's input; undefined for a problem, which is noted.
 *
 * @param parse gives undefined where nothing can be said of the text, as another problem stands in the way
 */
export function readFigure<Value>(
  given: ScalarInput,
  parse: (text: string) => Figure<Value> | undefined,
  problems: { add(code: FigureProblem['code'], message: string): void },
): Value | undefined {
  const text = readScalar(given, problems);
  const figure = text === undefined ? undefined : parse(text);
  if (figure?.problem !== undefined) problems.add(figure.problem.code, figure.problem.message);
  return figure?.value;
}
