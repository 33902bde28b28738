import type { ISql } from 'postgres';
import { chainStart } from './chain.ts';

/** The end of a chain, after which it continues. */
export interface TrailHead {
  /** The number of its last entry, 0 before the first. */
  readonly number: bigint;
  readonly hash: Uint8Array;
}

interface HeadRow {
  readonly number: string;
  readonly hash: Buffer;
}

/** Loads the end of the chain: its last entry, or the last that was removed because of its age. */
export async function loadTrailHead(sql: ISql): Promise<TrailHead> {
  const [last] = await sql<HeadRow[]>`
    select number::text, hash from audit_trail.entries order by audit_trail.entries.number desc limit 1`;
  return last === undefined ? loadTrailStart(sql) : { number: BigInt(last.number), hash: last.hash };
}

/** Loads the place where the chain begins: after the last entry that was removed because of its age. */
export async function loadTrailStart(sql: ISql): Promise<TrailHead> {
  const [anchor] = await sql<HeadRow[]>`
    select number::text, hash from audit_trail.anchors order by audit_trail.anchors.number desc limit 1`;
  return anchor === undefined
    ? { number: 0n, hash: chainStart }
    : { number: BigInt(anchor.number), hash: anchor.hash };
}
