import type { ISql, PendingQuery } from 'postgres';
import type { AuditLevel } from '../audit-entry.ts';
import type { TrailContentRow } from './trail-content.ts';

/** An entry as it is checked, with the time of the check. */
export interface TrailRow extends TrailContentRow {
  readonly number: string;
  readonly id: string;
  readonly at_ms: string;
  readonly level: AuditLevel;
  readonly content_hash: Buffer;
  readonly hash: Buffer;
  readonly salt: Buffer | null;
  readonly redacted_ms: string | null;
  readonly now_ms: string;
}

/** Selects entries in their order: those after a number, or all; and at most so many, or all. */
export function selectTrailRows(
  sql: ISql,
  { after, limit = null }: { readonly after?: bigint; readonly limit?: number | null } = {},
): PendingQuery<TrailRow[]> {
  return sql<TrailRow[]>`
    select number::text, id, (extract(epoch from at) * 1000)::bigint::text as at_ms, level, content_hash, hash, salt,
      actor_id, actor_kind, client_id, address, request_id, source, action, object_type, object_id, outcome, code, count,
      (extract(epoch from redacted_at) * 1000)::bigint::text as redacted_ms,
      (extract(epoch from now()) * 1000)::bigint::text as now_ms
    from audit_trail.entries
    where ${after === undefined ? sql`true` : sql`audit_trail.entries.number > ${after.toString()}::bigint`}
    order by audit_trail.entries.number limit ${limit}::bigint`;
}
