import { createHash } from 'node:crypto';
import { asc, gt, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { queueMail } from '#platform/mail/queue-mail.ts';
import { mails, noticeMailing, notices } from '../tables.ts';
import { findRecipients } from './find-recipients.ts';
import { isMailedKind } from './mailed-kinds.ts';

/** The notices of one transaction. */
const pageSize = 100;

/**
 * Queues the mails of the notices after those that were looked at before, once for each notice and person. The place and the mails are
 * one transaction; of several processes one is at work.
 *
 * @returns true if more notices may be waiting
 */
export function queueNoticeMails(db: PostgresJsDatabase): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [mailing] = await tx.select().from(noticeMailing).for('update');
    if (mailing === undefined)
      throw new Error('The row of notice_mailing, which a migration has made, is missing.');
    const page = await tx
      .select()
      .from(notices)
      .where(gt(notices.position, mailing.mailedThrough))
      .orderBy(asc(notices.position))
      .limit(pageSize);
    const last = page.at(-1);
    if (last === undefined) return false;
    for (const { id, kind, role, recipient, actor } of page) {
      if (!isMailedKind(kind)) continue;
      for (const { owner } of await findRecipients(tx, { kind, role, recipient, actor })) {
        const dedupeKey = `${id} ${createHash('sha256').update(owner).digest('hex')}`;
        await queueMail(tx, mails, { kind, about: { notice: id, person: owner }, dedupeKey });
      }
    }
    await tx.update(noticeMailing).set({ mailedThrough: last.position });
    return page.length === pageSize;
  });
}
