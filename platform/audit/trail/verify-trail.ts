import type { ISql, Sql } from 'postgres';
import type { AuditLevel } from '../audit-entry.ts';
import { hashContent, hashLink } from './chain.ts';
import { minRetentionDays } from './retention.ts';
import { type TrailContentRow, toAuditContent } from './trail-content.ts';
import { loadTrailStart, type TrailHead } from './trail-head.ts';

/** The outcome of a check of the whole chain. */
export type TrailVerdict =
  | {
      readonly kind: 'whole';
      /** The number of entries that are there, and of those among them whose content was blanked by the rule. */
      readonly entries: number;
      readonly redacted: number;
      /** The place where the chain begins: after the entries that were removed because of their age. */
      readonly start: TrailHead;
      readonly head: TrailHead;
    }
  | {
      readonly kind: 'broken';
      /** The number of entries that hold, all of them before the first that does not. */
      readonly entries: number;
      /** The number of the first entry that does not hold; that after the last if the end is missing. */
      readonly number: bigint;
      /** The reason, for people. */
      readonly problem: string;
    };

interface TrailRow extends TrailContentRow {
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

const rowsAtOnce = 1_000;
/** The longest that one statement may run and the caller may wait between two, in milliseconds. */
const statementMs = 60_000;
const dayMs = 86_400_000;

/**
 * Checks each entry of the trail as of one moment, in bounded memory: its content, its number and its link to the entry before.
 *
 * @param options.keptHead a hash that was the head of the chain once: without it, a chain whose end was cut off looks whole
 * @param options.onProgress told of the number of entries that hold so far
 */
export function verifyTrail(
  sql: Sql,
  options: {
    readonly keptHead?: Uint8Array | undefined;
    readonly signal?: AbortSignal;
    readonly onProgress?: (entries: number) => void;
  } = {},
): Promise<TrailVerdict> {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    await tx.unsafe(`set local statement_timeout = ${statementMs}`);
    await tx.unsafe(`set local idle_in_transaction_session_timeout = ${statementMs}`);
    const check = new ChainCheck(await loadTrailStart(tx), options.keptHead);
    for await (const rows of readTrail(tx)) {
      options.signal?.throwIfAborted();
      for (const row of rows) {
        const problem = check.next(row);
        if (problem !== undefined) return { kind: 'broken', entries: check.entries, ...problem };
      }
      options.onProgress?.(check.entries);
    }
    return check.end();
  });
}

function readTrail(tx: ISql): AsyncIterable<TrailRow[]> {
  return tx<TrailRow[]>`
    select number::text, id, (extract(epoch from at) * 1000)::bigint::text as at_ms, level, content_hash, hash, salt,
      actor_id, actor_kind, client_id, address, request_id, source, action, object_type, object_id, outcome, code, count,
      (extract(epoch from redacted_at) * 1000)::bigint::text as redacted_ms,
      (extract(epoch from now()) * 1000)::bigint::text as now_ms
    from audit_trail.entries order by audit_trail.entries.number`.cursor(rowsAtOnce);
}

interface Break {
  readonly number: bigint;
  readonly problem: string;
}

class ChainCheck {
  readonly #start: TrailHead;
  readonly #keptHead: Uint8Array | undefined;
  #head: TrailHead;
  #hasKeptHead: boolean;
  #redacted = 0;
  entries = 0;

  constructor(start: TrailHead, keptHead: Uint8Array | undefined) {
    this.#start = start;
    this.#head = start;
    this.#keptHead = keptHead;
    this.#hasKeptHead = this.#isKept(start.hash);
  }

  /** Takes the next entry, or says why it does not hold. */
  next(row: TrailRow): Break | undefined {
    const number = BigInt(row.number);
    const expected = this.#head.number + 1n;
    if (number !== expected)
      return { number: expected, problem: `it is missing: the next entry has the number ${number}` };
    const problem = findContentProblem(row) ?? this.#findLinkProblem(row, number);
    if (problem !== undefined) return { number, problem };
    this.#head = { number, hash: row.hash };
    this.#hasKeptHead ||= this.#isKept(row.hash);
    this.entries += 1;
    if (row.redacted_ms !== null) this.#redacted += 1;
    return undefined;
  }

  end(): TrailVerdict {
    const { entries } = this;
    if (this.#keptHead !== undefined && !this.#hasKeptHead) {
      const number = this.#head.number + 1n;
      const problem =
        'no entry has the hash of --head: the end of the trail is missing, or all of it was written anew';
      return { kind: 'broken', entries, number, problem };
    }
    return { kind: 'whole', entries, redacted: this.#redacted, start: this.#start, head: this.#head };
  }

  #isKept(hash: Uint8Array): boolean {
    return this.#keptHead !== undefined && Buffer.compare(hash, this.#keptHead) === 0;
  }

  #findLinkProblem(row: TrailRow, number: bigint): string | undefined {
    const link = {
      number,
      id: row.id,
      atMs: Number(row.at_ms),
      level: row.level,
      contentHash: row.content_hash,
    };
    return hashLink(this.#head.hash, link).equals(row.hash)
      ? undefined
      : 'its hash does not continue that of the entry before: one of the two was changed or moved';
  }
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
