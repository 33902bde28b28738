import type { OperationParameters } from '../../operation/operation-parameters.ts';

export type ParsedParameters =
  | { readonly kind: 'parameters'; readonly parameters: OperationParameters }
  | { readonly kind: 'malformed'; readonly message: string };

/** Reads the parameters from a request's JSON body. */
export function parseBodyParameters(body: unknown): ParsedParameters {
  if (!isRecord(body)) return malformed('The body must be one JSON object with a query.');
  return parseParameters(body);
}

/** Reads the parameters from a URL, where variables and extensions are JSON. */
export function parseUrlParameters(url: unknown): ParsedParameters {
  if (!isRecord(url)) return malformed('The URL must have a query.');
  const variables = parseJson(url.variables);
  const extensions = parseJson(url.extensions);
  if (variables === noJson) return malformed('variables must be JSON.');
  if (extensions === noJson) return malformed('extensions must be JSON.');
  return parseParameters({ ...url, variables, extensions });
}

function parseParameters(source: Readonly<Record<string, unknown>>): ParsedParameters {
  const { query, operationName, variables, extensions } = source;
  if (isGiven(operationName) && typeof operationName !== 'string')
    return malformed('operationName must be a string.');
  if (isGiven(variables) && !isRecord(variables)) return malformed('variables must be an object.');
  if (isGiven(extensions) && !isRecord(extensions)) return malformed('extensions must be an object.');
  const text = typeof query === 'string' && query !== '' ? query : undefined;
  const isNamed = !isGiven(query) && isGiven(extensions?.persistedQuery);
  if (text === undefined && !isNamed) return malformed('query must be the text of a GraphQL document.');
  return {
    kind: 'parameters',
    parameters: {
      query: text,
      // An empty one comes from clients that have none.
      operationName: operationName || undefined,
      variables: variables ?? {},
      extensions: extensions ?? undefined,
    },
  };
}

const noJson = Symbol('no JSON');

function parseJson(value: unknown): unknown {
  if (typeof value !== 'string' || value === '') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return noJson;
  }
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== undefined && value !== null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(message: string): ParsedParameters {
  return { kind: 'malformed', message };
}
