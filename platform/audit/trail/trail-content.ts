import type { ActorKind, AuditOutcome } from '../audit-entry.ts';
import type { AuditContent } from './chain.ts';

/** The columns of an entry's content; all null once it was blanked. */
export interface TrailContentRow {
  readonly actor_id: string | null;
  readonly actor_kind: ActorKind | null;
  readonly client_id: string | null;
  readonly address: string | null;
  readonly request_id: string | null;
  readonly source: string | null;
  readonly action: string | null;
  readonly object_type: string | null;
  readonly object_id: string | null;
  readonly outcome: AuditOutcome | null;
  readonly code: string | null;
  readonly count: number | null;
}

/** Writes a content as columns. */
export function toTrailContentRow({ actor, object, ...content }: AuditContent): TrailContentRow {
  return {
    actor_id: actor.id,
    actor_kind: actor.kind,
    client_id: content.clientId,
    address: content.address,
    request_id: content.requestId,
    source: content.source,
    action: content.action,
    object_type: object?.type ?? null,
    object_id: object?.id ?? null,
    outcome: content.outcome,
    code: content.code,
    count: content.count,
  };
}

/** Reads a content from its columns; undefined if it was blanked, or if a part that each content has is missing. */
export function toAuditContent(row: TrailContentRow): AuditContent | undefined {
  const { actor_kind: kind, source, action, outcome, count } = row;
  if (kind === null || source === null || action === null || outcome === null || count === null)
    return undefined;
  return {
    actor: { id: row.actor_id, kind },
    clientId: row.client_id,
    address: row.address,
    requestId: row.request_id,
    source,
    action,
    object:
      row.object_type === null || row.object_id === null
        ? null
        : { type: row.object_type, id: row.object_id },
    outcome,
    code: row.code,
    count,
  };
}
