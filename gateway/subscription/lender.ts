import { type Caller, expiresAtMs } from '../operation/caller.ts';

/** Finds the member whose credentials last longest: all have equal rights, so its token serves all of them. */
export function findLender<Member extends { readonly caller: Caller }>(
  members: Iterable<Member>,
): Member | undefined {
  let lender: Member | undefined;
  for (const member of members) {
    if (!lender || expiresAtMs(member.caller) > expiresAtMs(lender.caller)) lender = member;
  }
  return lender;
}
