import type { Principal } from '#platform/tokens/principal.ts';
import type { HeaderFields } from '../upstream/headers/header-policy.ts';

/** Who calls, as the credentials prove it; anonymous without a principal. */
export interface Caller {
  readonly principal: Principal | undefined;
  readonly token: string | undefined;
}

/** A caller without credentials. */
export const anonymous: Caller = { principal: undefined, token: undefined };

/** When a caller's credentials end, in milliseconds since the epoch; an anonymous caller's never do. */
export function expiresAtMs({ principal }: Caller): number {
  return principal ? principal.expiresAt * 1_000 : Number.POSITIVE_INFINITY;
}

/**
 * The headers with which subgraphs are asked on a caller's behalf: the caller's token, and what was collected of the
 * client's headers, its trace among them.
 */
export function toSubgraphHeaders(forwarded: HeaderFields, { token }: Caller): HeaderFields {
  return { ...forwarded, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
}
