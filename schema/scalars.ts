import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isDay } from './calendar/day.ts';
import { isDecimal } from './decimal.ts';
import { isCurrency } from './money.ts';

/** A scalar that is a string with a form, checked alike in variables, in documents and on the way out. */
function createTextScalar(
  name: string,
  isRight: (text: string) => boolean,
  wanted: string,
): GraphQLScalarType<string> {
  const check = (value: unknown): string => {
    if (typeof value === 'string' && isRight(value)) return value;
    throw new GraphQLError(`${name} must be ${wanted}.`, { extensions: { code: 'BAD_USER_INPUT' } });
  };
  return new GraphQLScalarType<string>({
    name,
    serialize: check,
    parseValue: check,
    parseLiteral: (node: ValueNode) => check(node.kind === Kind.STRING ? node.value : undefined),
  });
}

const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

function isInstant(text: string): boolean {
  return instantForm.test(text) && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
}

/** The scalars that the subgraphs share; a resolver gives and takes them as text. */
export const scalars = {
  Decimal: createTextScalar('Decimal', isDecimal, 'a decimal number as a string, for example "12.50"'),
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
};
