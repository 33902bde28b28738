import type { Sql } from 'postgres';

const atOnce = 1_000;

/** Deletes the oldest mails to staff that have ended and are past their time, some at a time, and gives their number. */
export async function deleteOldMails(sql: Sql, days: number): Promise<number> {
  const { count } = await sql`
    delete from mails where id in (
      select id from mails where state not in ('WAITING', 'SENDING') and created_at < now() - ${days} * interval '1 day'
      limit ${atOnce})`;
  return count;
}

/** Forgets the addresses of people who were not seen for so long, some at a time, and gives their number. */
export async function deleteOldAddresses(sql: Sql, days: number): Promise<number> {
  const { count } = await sql`
    delete from mail_addresses where owner in (
      select owner from mail_addresses where seen_at < now() - ${days} * interval '1 day' limit ${atOnce})`;
  return count;
}
