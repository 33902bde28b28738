import type { OperationParameters } from '../../operation/operation-parameters.ts';
import type { PersistedQueries } from '../../operation/persisted-queries.ts';

/** The parts of an HTTP request that say what is asked, and how. */
export interface RequestParts {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed from JSON. */
  readonly body: unknown;
}

/** A request that the direct path answers. */
export interface OrdinaryRequest {
  readonly parameters: OperationParameters;
  /** The media type that its answer has. */
  readonly answerType: string;
}

const json = 'application/json; charset=utf-8';
const graphqlResponse = 'application/graphql-response+json; charset=utf-8';

/** The media type of an answer by the `Accept` header, as clients write it. Apollo Server negotiates about any other one. */
const answerTypes: ReadonlyMap<unknown, string> = new Map([
  [undefined, json],
  ['*/*', json],
  ['application/json', json],
  ['application/json, text/plain, */*', json],
  ['application/json, application/graphql-response+json', json],
  ['application/graphql-response+json', graphqlResponse],
  ['application/graphql-response+json, application/json', graphqlResponse],
  ['application/graphql-response+json,application/json;q=0.9', graphqlResponse],
  ['application/graphql-response+json, application/json;q=0.9', graphqlResponse],
]);

/** No page of another site can send them without asking first (Fetch, section "CORS-safelisted request-header"). */
const bodyTypes: ReadonlySet<unknown> = new Set([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
]);

/**
 * Reads a request that is ordinary: a POST of one JSON object with a document, or with the hash of a known one, and nothing odd about
 * it, by a client that wants a type of answer which needs no negotiation.
 *
 * @returns `undefined` if the request is any other, valid or not
 */
export function findOrdinaryRequest(
  { method, headers, body }: RequestParts,
  persisted: Pick<PersistedQueries, 'find'>,
): OrdinaryRequest | undefined {
  const answerType = answerTypes.get(headers['accept']);
  if (answerType === undefined || method !== 'POST') return undefined;
  // Apollo Server's integration reads the address of the request by its host.
  if (!bodyTypes.has(headers['content-type']) || headers['host'] === undefined) return undefined;
  const parameters = findParameters(body, persisted);
  return parameters && { parameters, answerType };
}

function findParameters(
  body: unknown,
  persisted: Pick<PersistedQueries, 'find'>,
): OperationParameters | undefined {
  if (!isRecord(body)) return undefined;
  const { query = null, operationName = null, variables = null, extensions = null } = body;
  if (operationName !== null && typeof operationName !== 'string') return undefined;
  if (variables !== null && !isRecord(variables)) return undefined;
  if (extensions !== null && !isRecord(extensions)) return undefined;
  const entry = extensions?.['persistedQuery'] ?? null;
  const isRead =
    entry === null ? typeof query === 'string' && query !== '' : isKnown(entry, persisted) && query === null;
  if (!isRead) return undefined;
  return {
    query: typeof query === 'string' ? query : undefined,
    // An empty name comes from clients that have none.
    operationName: operationName || undefined,
    variables: variables ?? {},
    extensions: extensions ?? undefined,
  };
}

/** Tells whether a persisted query is known. A new one, or one of another version, is not ordinary. */
function isKnown(entry: unknown, persisted: Pick<PersistedQueries, 'find'>): boolean {
  if (!isRecord(entry)) return false;
  const { version, sha256Hash } = entry;
  return version === 1 && typeof sha256Hash === 'string' && persisted.find(sha256Hash) !== undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
