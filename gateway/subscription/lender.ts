import type { Caller } from '../clients/http/request-context.ts';
import type { Headers } from '../upstream/headers/header-policy.ts';

/** When a caller's credentials end, in milliseconds since the epoch; an anonymous caller's never do. */
export function expiresAtMs({ principal }: Caller): number {
  return principal ? principal.expiresAt * 1_000 : Number.POSITIVE_INFINITY;
}

/** The headers with which subgraphs are asked on a member's behalf. */
export function toSubgraphHeaders(member: {
  readonly caller: Caller;
  readonly request: { readonly forwarded: Headers };
}): Headers {
  const { token } = member.caller;
  return { ...member.request.forwarded, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
}

/** Of members with equal rights, the one whose credentials last longest: its token serves all of them. */
export function findLender<Member extends { readonly caller: Caller }>(
  members: Iterable<Member>,
): Member | undefined {
  let lender: Member | undefined;
  for (const member of members) {
    if (!lender || expiresAtMs(member.caller) > expiresAtMs(lender.caller)) lender = member;
  }
  return lender;
}
