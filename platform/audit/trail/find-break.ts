import { hashContent, hashLink } from './chain.ts';
import { minRetentionDays } from './retention.ts';
import { toAuditContent } from './trail-content.ts';
import type { TrailHead } from './trail-head.ts';
import type { TrailRow } from './trail-rows.ts';

/** A place where the chain does not hold. */
export interface TrailBreak {
  /** The number of the entry that does not hold; that after the last if the end is missing. */
  readonly number: bigint;
  /** The reason, for people. */
  readonly problem: string;
}

const dayMs = 86_400_000;

/** Says why an entry does not continue the chain after its head; undefined if it does. */
export function findBreak(head: TrailHead, row: TrailRow): TrailBreak | undefined {
  const number = BigInt(row.number);
  const expected = head.number + 1n;
  if (number !== expected)
    return { number: expected, problem: `it is missing: the next entry has the number ${number}` };
  const problem = findContentProblem(row) ?? findLinkProblem(head, row);
  return problem === undefined ? undefined : { number, problem };
}

function findLinkProblem(head: TrailHead, row: TrailRow): string | undefined {
  const link = {
    number: BigInt(row.number),
    id: row.id,
    atMs: Number(row.at_ms),
    level: row.level,
    contentHash: row.content_hash,
  };
  return hashLink(head.hash, link).equals(row.hash)
    ? undefined
    : 'its hash does not continue that of the entry before: one of the two was changed or moved';
}

function findContentProblem(row: TrailRow): string | undefined {
  const { redacted_ms: redactedMs, salt, content_hash: contentHash } = row;
  if (redactedMs !== null) {
    const isDue = Number(redactedMs) - Number(row.at_ms) >= minRetentionDays * dayMs;
    return isDue && Number(redactedMs) <= Number(row.now_ms)
      ? undefined
      : 'its content was blanked before the shortest time for which entries are kept';
  }
  const content = toAuditContent(row);
  if (salt === null || content === undefined) return 'a part of its content is missing';
  return hashContent(salt, content).equals(contentHash)
    ? undefined
    : 'its content was changed: it does not have the hash that was stored with it';
}
