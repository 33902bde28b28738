import { decodeJwt } from 'jose';
import type { Principal } from '#platform/tokens/principal.ts';
import type { Caller } from '../operation/caller.ts';

const known = new WeakMap<Principal, object>();

/** The claims of a caller's token, which was verified when the caller was identified; nothing of an anonymous caller. */
export function findVerifiedClaims({ principal, token }: Caller): object | undefined {
  if (principal === undefined || token === undefined) return undefined;
  const claims = known.get(principal) ?? decodeJwt(token);
  known.set(principal, claims);
  return claims;
}
