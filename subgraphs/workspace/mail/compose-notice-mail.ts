import { eq, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { ComposeMail } from '#platform/mail/mail.ts';
import { notices } from '../tables.ts';
import { findRecipients } from './find-recipients.ts';
import { isMailedKind } from './mailed-kinds.ts';
import { type NoticeMailOptions, writeNoticeMail } from './write-notice-mail.ts';

/** Composes mails of notices, in the language and to the address that the person has when the mail goes out. */
export function createNoticeMailComposer(
  db: PostgresJsDatabase,
  options: Omit<NoticeMailOptions, 'language'>,
): ComposeMail {
  return async ({ about }) => {
    const [notice] = await db
      .select()
      .from(notices)
      .where(eq(notices.id, about['notice'] ?? ''));
    if (notice === undefined) return { kind: 'cancelled', reason: 'the notice is no longer kept' };
    const { kind } = notice;
    if (!isMailedKind(kind)) return { kind: 'cancelled', reason: 'notices of this kind do not come by mail' };
    const [recipient] = await findRecipients(db, { ...notice, kind }, about['person'] ?? '');
    if (recipient === undefined) {
      return {
        kind: 'cancelled',
        reason: 'the person no longer has the role, an address, or the wish for such mails',
      };
    }
    const { address, language } = recipient;
    return { kind: 'mail', to: address, ...writeNoticeMail({ ...notice, kind }, { ...options, language }) };
  };
}
