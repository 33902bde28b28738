import type { InvoiceMail } from './mail-store.ts';

/**
 * The reason why a mail is not sent again; undefined if it may be. A mail has one that sends it again at most, so that no two go out for
 * one, also if two people ask: whoever wants a third sends the second one again.
 */
export function findResendObstacle({
  state,
  isResent,
}: Pick<InvoiceMail, 'state' | 'isResent'>): string | undefined {
  if (state === 'WAITING' || state === 'SENDING')
    return 'The mail is on its way; wait until it was sent or was not.';
  return isResent ? 'The mail was sent again already; only the newer mail can be sent again.' : undefined;
}
