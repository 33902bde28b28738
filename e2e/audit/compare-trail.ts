import { isDeepStrictEqual } from 'node:util';
import type { Sql } from 'postgres';
import type { AuditEntry, AuditLevel } from '#platform/audit/audit-entry.ts';
import { type TrailContentRow, toAuditContent } from '#platform/audit/trail/trail-content.ts';
import type { Finding } from '../event-path/compare.ts';

interface TrailRow extends TrailContentRow {
  readonly id: string;
  readonly at_ms: string;
  readonly level: AuditLevel;
}

/** Compares the trail with the entries of the log, each once and in the order in which the log has them first. */
export async function compareTrail(sql: Sql, entries: readonly AuditEntry[]): Promise<Finding[]> {
  const rows = await sql<TrailRow[]>`
    select id, (extract(epoch from at) * 1000)::bigint::text as at_ms, level, actor_id, actor_kind, client_id, address, request_id, source, action, object_type, object_id, outcome,
      code, count
    from audit_trail.entries order by audit_trail.entries.number`;
  const [dead] = await sql<{ count: number }[]>`select count(*)::int as count from audit.dead_letters`;
  const kept = new Map(rows.map((row) => [row.id, row]));
  const told = new Set(entries.map(({ id }) => id));
  return [
    {
      what: 'entries of the log that the trail lacks',
      count: entries.filter(({ id }) => !kept.has(id)).length,
    },
    { what: 'entries of the trail that the log lacks', count: rows.filter(({ id }) => !told.has(id)).length },
    { what: 'entries that the trail has more than once', count: rows.length - kept.size },
    {
      what: 'entries at another place than in the log',
      count: rows.filter(({ id }, index) => entries[index]?.id !== id).length,
    },
    { what: 'entries of other content than in the log', count: entries.filter(isOther(kept)).length },
    { what: 'dead letters of the audit', count: dead?.count ?? 0 },
  ];
}

function isOther(kept: ReadonlyMap<string, TrailRow>): (entry: AuditEntry) => boolean {
  return (entry) => {
    const row = kept.get(entry.id);
    if (row === undefined) return false;
    const { id, level } = row;
    const at = new Date(Number(row.at_ms)).toISOString();
    return !isDeepStrictEqual({ ...toAuditContent(row), id, at, level }, { ...entry });
  };
}
