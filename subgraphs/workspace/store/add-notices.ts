import type { ISql } from 'postgres';
import { v7 as createId } from 'uuid';
import type { EventIdentity } from '#schema/facturation/event.ts';
import type { NewNotice } from '../domain/notice.ts';

/** A notice to store, and the event that it was made from. */
export interface AddedNotice {
  readonly notice: NewNotice;
  readonly identity?: EventIdentity;
}

/**
 * Makes positions follow the order of commits: whoever adds or deletes notices holds this lock until the transaction
 * ends.
 */
export async function lockPositions(tx: ISql): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('workspace notices', 0))`;
}

/** Adds notices, each event's once, and gives the number of those that were new. Call it under {@link lockPositions}. */
export async function addNotices(tx: ISql, added: readonly AddedNotice[]): Promise<number> {
  if (added.length === 0) return 0;
  const rows = added.map(({ notice, identity }) => ({
    id: createId(),
    ...notice,
    event_source: identity?.source ?? null,
    event_id: identity?.id ?? null,
    occurred_at: notice.occurredAt,
  }));
  const stored = await tx`
    insert into notices (id, kind, role, recipient, actor, subject, details, occurred_at, event_source, event_id)
    select id, kind, role, recipient, actor, subject, details, occurred_at, event_source, event_id
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as notice(
      id uuid, kind text, role text, recipient text, actor text, subject text, details jsonb,
      occurred_at timestamptz, event_source text, event_id text)
    on conflict (event_source, event_id) do nothing
    returning 1`;
  return stored.length;
}
