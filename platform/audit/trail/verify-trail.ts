import type { Sql } from 'postgres';
import { findBreak, type TrailBreak } from './find-break.ts';
import { loadTrailStart, type TrailHead } from './trail-head.ts';
import { selectTrailRows, type TrailRow } from './trail-rows.ts';

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

const rowsAtOnce = 1_000;
/** The longest that one statement may run and the caller may wait between two, in milliseconds. */
const statementMs = 60_000;

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
    for await (const rows of selectTrailRows(tx).cursor(rowsAtOnce)) {
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
  next(row: TrailRow): TrailBreak | undefined {
    const broken = findBreak(this.#head, row);
    if (broken !== undefined) return broken;
    this.#head = { number: this.#head.number + 1n, hash: row.hash };
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
}
