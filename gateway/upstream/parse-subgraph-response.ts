import { CodedError } from '#platform/errors/coded-error.ts';
import type { SubgraphErrorEntry, SubgraphResponse } from './subgraph-transport.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** So many errors are taken of one answer. Another one then counts the others: no client reads a million. */
export const maxErrors = 100;

/**
 * Reads the text of a subgraph's answer.
 *
 * @throws CodedError SUBGRAPH_RESPONSE_INVALID if it is not JSON, and as {@link parseSubgraphResponse}
 */
export function parseSubgraphText(subgraph: string, status: number, text: string): SubgraphResponse {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new CodedError('SUBGRAPH_RESPONSE_INVALID', `Subgraph ${subgraph} answered broken JSON.`, {
      cause,
    });
  }
  const { data, errors } = parseSubgraphResponse(subgraph, status, body);
  return { data, errors, text };
}

/**
 * Reads the body of a subgraph's answer. `data` is only looked at from outside: the executor checks what it reads, and walking
 * it twice would cost.
 *
 * @throws CodedError SUBGRAPH_RESPONSE_INVALID, or SUBGRAPH_UNAVAILABLE with a status from 500, when it is not a
 * GraphQL response.
 */
export function parseSubgraphResponse(subgraph: string, status: number, body: unknown): SubgraphResponse {
  const response = isObject(body) ? toResponse(body) : undefined;
  if (response !== undefined) return response;
  const code = status >= 500 ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_RESPONSE_INVALID';
  throw new CodedError(code, `Subgraph ${subgraph} answered ${status} without data or errors.`);
}

/** Reads the errors that a subgraph sent in the place of an answer; entries that are not errors are left out. */
export function parseSubgraphErrors(errors: readonly unknown[]): SubgraphErrorEntry[] {
  return toEntries(errors, errors.slice(0, maxErrors).filter(isObject));
}

/** @returns `undefined` if it is not a GraphQL response */
function toResponse({ data, errors }: JsonObject): SubgraphResponse | undefined {
  if (data !== undefined && data !== null && !isObject(data)) return undefined;
  if (errors === undefined) return data === undefined ? undefined : { data };
  if (!Array.isArray(errors) || (errors.length === 0 && data === undefined)) return undefined;
  const taken = errors.slice(0, maxErrors);
  if (!taken.every(isObject)) return undefined;
  const entries = toEntries(errors, taken);
  return data === undefined ? { errors: entries } : { data, errors: entries };
}

function toEntries(all: readonly unknown[], taken: readonly JsonObject[]): SubgraphErrorEntry[] {
  const entries = taken.map(toErrorEntry);
  if (all.length > maxErrors) entries.push(toCount(all.length - maxErrors));
  return entries;
}

function toErrorEntry({ message, path, extensions }: JsonObject): SubgraphErrorEntry {
  return {
    message: typeof message === 'string' ? message : '',
    ...(isPath(path) && { path }),
    ...(isObject(extensions) && { extensions }),
  };
}

function toCount(others: number): SubgraphErrorEntry {
  return {
    message: `A service reported ${others} further errors.`,
    extensions: { code: 'SUBGRAPH_ERRORS_OMITTED' },
  };
}

function isPath(path: unknown): path is (string | number)[] {
  return Array.isArray(path) && path.every((step) => typeof step === 'string' || Number.isFinite(step));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
