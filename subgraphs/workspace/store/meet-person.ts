import type { ISql, Sql } from 'postgres';
import type { NoticeViewer } from '../domain/viewer.ts';
import { addNotices, lockPositions } from './add-notices.ts';
import { noteAddress } from './note-address.ts';

/**
 * Notes that a person looks at their notices: from when on notices to their roles are new to them, and with which roles.
 * Roles that differ from those seen before with the same client make a notice. The verified address of the token is where mails go.
 *
 * @returns true if a notice was added
 */
export async function meetPerson(sql: Sql, viewer: NoticeViewer): Promise<boolean> {
  await noteAddress(sql, viewer);
  const seen = await findRoles(sql, viewer);
  if (seen !== undefined && isSame(seen, viewer.roles)) return false;
  return sql.begin(async (tx) => {
    await lockPositions(tx);
    await tx`
      insert into people (owner, joined_at)
      values (${viewer.owner}, coalesce((select max(position) from notices), 0))
      on conflict do nothing`;
    const before = await findRoles(tx, viewer);
    await writeRoles(tx, viewer);
    if (before === undefined || isSame(before, viewer.roles)) return false;
    const rights = {
      added: viewer.roles.filter((role) => !before.includes(role)),
      removed: before.filter((role) => !viewer.roles.includes(role)),
    };
    const notice = {
      kind: 'RIGHTS_CHANGED',
      recipient: viewer.owner,
      subject: '',
      details: { rights },
      occurredAt: new Date(),
    } as const;
    return (await addNotices(tx, [{ notice }])) > 0;
  });
}

/** The roles that a person was seen with; undefined for a person or client that is new. */
async function findRoles(sql: ISql, { owner, client }: NoticeViewer): Promise<string[] | undefined> {
  const [row] = await sql<{ roles: string }[]>`
    select array_to_json(roles)::text as roles from seen_rights where owner = ${owner} and client = ${client}`;
  return row === undefined ? undefined : (JSON.parse(row.roles) as string[]);
}

async function writeRoles(tx: ISql, { owner, client, roles }: NoticeViewer): Promise<void> {
  await tx`
    insert into seen_rights (owner, client, roles)
    select ${owner}, ${client}, coalesce(array_agg(role), '{}')
    from json_array_elements_text(${JSON.stringify(roles)}::text::json) as role
    on conflict (owner, client) do update set roles = excluded.roles`;
}

/** Both are sorted. */
function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((role, index) => role === right[index]);
}
