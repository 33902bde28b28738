import { z } from 'zod';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { SubgraphErrorEntry, SubgraphResponse } from './subgraph-transport.ts';

const errorEntry = z.object({
  message: z.string().catch(''),
  path: z
    .array(z.union([z.string(), z.number()]))
    .optional()
    .catch(undefined),
  extensions: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

/** `data` is only looked at from outside: the executor checks what it reads, and walking it twice would cost. */
const responseBody = z.object({
  data: z
    .custom<Record<string, unknown> | null>((value) => typeof value === 'object' && !Array.isArray(value))
    .optional(),
  errors: z.array(errorEntry).optional(),
});

/**
 * Reads the body of a subgraph's answer.
 *
 * @throws CodedError SUBGRAPH_RESPONSE_INVALID, or SUBGRAPH_UNAVAILABLE with a status from 500, when it is not a
 * GraphQL response.
 */
export function parseSubgraphResponse(subgraph: string, status: number, body: unknown): SubgraphResponse {
  const { data: response } = responseBody.safeParse(body);
  if (response && (response.data !== undefined || (response.errors ?? []).length > 0)) return response;
  const code = status >= 500 ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_RESPONSE_INVALID';
  throw new CodedError(code, `Subgraph ${subgraph} answered ${status} without data or errors.`);
}

/** Reads the errors that a subgraph sent in the place of an answer; entries that are not errors are left out. */
export function parseSubgraphErrors(errors: readonly unknown[]): SubgraphErrorEntry[] {
  return errors.flatMap((error) => errorEntry.safeParse(error).data ?? []);
}
