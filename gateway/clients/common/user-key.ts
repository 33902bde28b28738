import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import type { Caller } from '../../operation/caller.ts';

/** The key by which connections of one user are counted: the person, or the address of an anonymous caller. */
export function toUserKey({ principal }: Caller, clientAddress: string): string {
  return principal === undefined ? `address ${clientAddress}` : toSubjectKey(principal);
}
