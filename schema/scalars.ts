import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isDay } from './calendar/day.ts';
import { isDecimal, isTooLongDecimal, maxDecimalDigits } from './decimal.ts';
import { isCurrency } from './money.ts';
import { type ScalarInput, Unreadable } from './scalar-input.ts';

/**
 * A scalar that is a string with a form. In variables and documents a value of another form becomes an `Unreadable`, for
 * the use case to report together with all other problems; on the way out it is an error.
 */
function createTextScalar(
  name: string,
  isRight: (text: string) => boolean,
  wanted: string,
  /** Says what is wrong with a text, if more can be said than what is wanted. */
  explain: (text: string) => string | undefined = () => undefined,
): GraphQLScalarType<ScalarInput, string> {
  const parse = (value: unknown): ScalarInput => {
    if (typeof value === 'string' && isRight(value)) return value;
    const explained = typeof value === 'string' ? explain(value) : undefined;
    return new Unreadable(explained ?? `Must be ${wanted}.`);
  };
  return new GraphQLScalarType<ScalarInput, string>({
    name,
    serialize: (value) => {
      const text = parse(value);
      if (typeof text === 'string') return text;
      throw new GraphQLError(`${name}: ${text.message}`);
    },
    parseValue: parse,
    parseLiteral: (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

function isInstant(text: string): boolean {
  return instantForm.test(text) && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
}

/** The scalars of the subgraphs. A resolver gives them as text, and takes them as text or as `Unreadable`. */
export const scalars = {
  Decimal: createTextScalar(
    'Decimal',
    isDecimal,
    'a decimal number as a string, for example "12.50"',
    (text) =>
      isTooLongDecimal(text)
        ? `Must have at most ${maxDecimalDigits} digits before the point and ${maxDecimalDigits} after it; the number has ${text.replace(/[-.]/g, '').length} digits.`
        : undefined,
  ),
  Currency: createTextScalar(
    'Currency',
    isCurrency,
    'an ISO 4217 code in capital letters, for example "EUR"',
  ),
  DateTime: createTextScalar(
    'DateTime',
    isInstant,
    'an RFC 3339 instant with an offset, for example "2026-03-01T09:30:00Z"',
  ),
  Date: createTextScalar('Date', isDay, 'a day as ISO 8601 writes it, for example "2026-03-01"'),
  // Which cursors there are, the field that takes one says.
  Cursor: createTextScalar('Cursor', (text) => text !== '', 'a cursor that this API gave'),
};
