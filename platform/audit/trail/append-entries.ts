import { randomBytes } from 'node:crypto';
import type { ISql } from 'postgres';
import { toPgArray } from '#platform/database/pg-array.ts';
import type { AuditEntry } from '../audit-entry.ts';
import { hashContent, hashLink } from './chain.ts';
import { toTrailContentRow } from './trail-content.ts';
import { loadTrailHead } from './trail-head.ts';

const saltBytes = 16;

/**
 * Appends the entries that the trail does not have yet to its chain, in their order.
 *
 * @param tx a transaction: it holds the lock of the chain to its end
 * @returns the number of new entries
 */
export async function appendToTrail(tx: ISql, entries: readonly AuditEntry[]): Promise<number> {
  if (entries.length === 0) return 0;
  await tx`select pg_advisory_xact_lock(hashtextextended('audit trail', 0))`;
  const fresh = await withoutKnown(tx, entries);
  if (fresh.length === 0) return 0;
  let { number, hash } = await loadTrailHead(tx);
  const rows = fresh.map(({ id, at, level, ...content }) => {
    const salt = randomBytes(saltBytes);
    const contentHash = hashContent(salt, content);
    number += 1n;
    hash = hashLink(hash, { number, id, atMs: Date.parse(at), level, contentHash });
    return {
      number: number.toString(),
      id,
      at,
      level,
      content_hash: contentHash.toString('hex'),
      hash: Buffer.from(hash).toString('hex'),
      salt: salt.toString('hex'),
      ...toTrailContentRow(content),
    };
  });
  await tx`
    insert into audit_trail.entries (number, id, at, level, content_hash, hash, salt, actor_id, actor_kind, client_id, address,
      request_id, source, action, object_type, object_id, outcome, code, count)
    select number, id, at, level, decode(content_hash, 'hex'), decode(hash, 'hex'), decode(salt, 'hex'), actor_id, actor_kind,
      client_id, address, request_id, source, action, object_type, object_id, outcome, code, count
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as entry(
      number bigint, id uuid, at timestamptz, level text, content_hash text, hash text, salt text, actor_id text,
      actor_kind text, client_id text, address text, request_id text, source text, action text, object_type text,
      object_id text, outcome text, code text, count int)`;
  return rows.length;
}

/** The first of each entry whose id the trail does not have. */
async function withoutKnown(tx: ISql, entries: readonly AuditEntry[]): Promise<readonly AuditEntry[]> {
  const byId = new Map<string, AuditEntry>();
  for (const entry of entries) {
    const id = entry.id.toLowerCase();
    if (!byId.has(id)) byId.set(id, { ...entry, id });
  }
  const known = await tx<{ id: string }[]>`
    select id from audit_trail.entries where id = any(${toPgArray([...byId.keys()])}::text::uuid[])`;
  for (const { id } of known) byId.delete(id);
  return [...byId.values()];
}
