import { and, eq, gt, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { mailAddresses, preferences } from '../tables.ts';
import { type MailedKind, wantsMail } from './mailed-kinds.ts';

/** The people for whom a notice is: those with a role, or one of them. */
export interface NoticeAddressing {
  readonly kind: MailedKind;
  readonly role: string | null;
  readonly recipient: string | null;
  readonly actor: string | null;
}

/** A person to whom a mail goes. */
export interface StaffRecipient {
  readonly owner: string;
  readonly address: string;
  readonly language: string | null;
}

/**
 * The days after which an address counts no more, and is forgotten: roles are known from tokens alone, and whoever has not been seen
 * for so long may have lost theirs.
 */
export const addressDays = 30;

/**
 * Finds the people to whom a notice goes by mail now: whom it names, or who held its role when they were last seen; who want it, have a
 * verified address, and have not done themselves what it tells.
 *
 * @param owner only this person
 */
export async function findRecipients(
  db: Reader,
  { kind, role, recipient, actor }: NoticeAddressing,
  owner?: string,
): Promise<readonly StaffRecipient[]> {
  const rows = await db
    .select({
      owner: mailAddresses.owner,
      address: mailAddresses.address,
      language: preferences.language,
      mailApprovals: preferences.mailApprovals,
      mailAlerts: preferences.mailAlerts,
      mailImports: preferences.mailImports,
    })
    .from(mailAddresses)
    .leftJoin(preferences, eq(preferences.owner, mailAddresses.owner))
    .where(
      and(
        gt(mailAddresses.seenAt, sql`now() - make_interval(days => ${addressDays})`),
        sql`${mailAddresses.owner} is distinct from ${actor}`,
        recipient === null
          ? sql`${role ?? ''} = any(${mailAddresses.roles})`
          : eq(mailAddresses.owner, recipient),
        owner === undefined ? undefined : eq(mailAddresses.owner, owner),
      ),
    );
  return rows.filter((row) => wantsMail(row, kind));
}
