import { type Caller, expiresAtMs } from '../operation/caller.ts';

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
