import { and, eq, gt, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import type { ComposeMail } from '#platform/mail/mail.ts';
import { notices } from '../tables.ts';
import { findRecipients } from './find-recipients.ts';
import { isMailedKind } from './mailed-kinds.ts';
import { type NoticeMailOptions, writeNoticeMail } from './write-notice-mail.ts';

/** The hours after which a mail that could not go out tells of what may be settled; the notice stays on the page. */
const maxAgeHours = 24;

export interface NoticeMailComposerOptions extends Omit<NoticeMailOptions, 'language'> {
  readonly clock: () => Date;
}

/** Composes mails of notices, in the language and to the address that the person has when the mail goes out. */
export function createNoticeMailComposer(
  db: PostgresJsDatabase,
  { clock, ...options }: NoticeMailComposerOptions,
): ComposeMail {
  return async ({ about, notBefore }) => {
    if (clock().getTime() - notBefore.getTime() > maxAgeHours * 3_600_000)
      return { kind: 'cancelled', reason: `it could not go out for ${maxAgeHours} hours` };
    const [notice] = await db
      .select()
      .from(notices)
      .where(eq(notices.id, about['notice'] ?? ''));
    if (notice === undefined) return { kind: 'cancelled', reason: 'the notice is no longer kept' };
    const { kind } = notice;
    if (!isMailedKind(kind)) return { kind: 'cancelled', reason: 'notices of this kind do not come by mail' };
    if (await isSettled(db, notice)) return { kind: 'cancelled', reason: 'what it asks for was done' };
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

/** True if a later notice tells that an approval was decided. */
async function isSettled(
  db: PostgresJsDatabase,
  { kind, position, details }: typeof notices.$inferSelect,
): Promise<boolean> {
  const id = details.approval?.id;
  if (kind !== 'APPROVAL_REQUESTED' || id === undefined) return false;
  const decided = await db
    .select({ id: notices.id })
    .from(notices)
    .where(
      and(
        gt(notices.position, position),
        eq(notices.kind, 'APPROVAL_DECIDED'),
        eq(sql`${notices.details} -> 'approval' ->> 'id'`, id),
      ),
    )
    .limit(1);
  return decided.length > 0;
}
