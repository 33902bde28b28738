import type { ISql } from 'postgres';
import { isMailAddress } from '#platform/mail/mail-address.ts';
import type { NoticeViewer } from '../domain/viewer.ts';

/** The time after which it is noted again that an address was seen. */
const noteEvery = '12 hours';

/**
 * Notes the verified address and the roles of a person's token, and forgets an earlier address if the token has one that is not verified.
 * Tokens that tell of none, as those of some clients, change nothing.
 */
export async function noteAddress(sql: ISql, { owner, roles, verifiedEmail }: NoticeViewer): Promise<void> {
  if (verifiedEmail === undefined) return;
  if (verifiedEmail === null || !isMailAddress(verifiedEmail)) {
    await sql`delete from mail_addresses where owner = ${owner}`;
    return;
  }
  await sql`
    insert into mail_addresses as known (owner, address, roles)
    select ${owner}, ${verifiedEmail}, coalesce(array_agg(role), '{}')
    from json_array_elements_text(${JSON.stringify(roles)}::text::json) as role
    on conflict (owner) do update set address = excluded.address, roles = excluded.roles, seen_at = excluded.seen_at
    where known.address <> excluded.address or known.roles <> excluded.roles
      or known.seen_at < excluded.seen_at - ${noteEvery}::interval`;
}
