import { createHash } from 'node:crypto';
import { toCanonicalJson } from '#platform/text/canonical-json.ts';
import type { AuditEntry, AuditLevel } from '../audit-entry.ts';

/** The members of an entry that are blanked once its time is over. */
export type AuditContent = Omit<AuditEntry, 'id' | 'at' | 'level'>;

/** The members of an entry that stay, with the hash of those that may go. */
export interface AuditLink {
  readonly number: bigint;
  readonly id: string;
  readonly atMs: number;
  readonly level: AuditLevel;
  readonly contentHash: Uint8Array;
}

/** The hash before the first entry. */
export const chainStart: Uint8Array = new Uint8Array(32);

/** The SHA-256 of a content in its canonical form, after its salt. */
export function hashContent(salt: Uint8Array, content: AuditContent): Buffer {
  return createHash('sha256').update(salt).update(toCanonicalJson(content)).digest();
}

/** The SHA-256 of an entry, after the hash of the entry before. */
export function hashLink(previous: Uint8Array, { number, id, atMs, level, contentHash }: AuditLink): Buffer {
  const canonical = toCanonicalJson({
    number: number.toString(),
    id,
    at: new Date(atMs).toISOString(),
    level,
    contentHash: Buffer.from(contentHash).toString('hex'),
  });
  return createHash('sha256').update(previous).update(canonical).digest();
}
