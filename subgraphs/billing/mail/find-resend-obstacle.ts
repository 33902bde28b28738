import type { MailState } from '#platform/mail/mail-table.ts';

/** The reason why a mail is not sent again; undefined if it may be. */
export function findResendObstacle({ state }: { readonly state: MailState }): string | undefined {
  return state === 'WAITING' || state === 'SENDING'
    ? 'The mail is on its way; wait until it was sent or was not.'
    : undefined;
}
