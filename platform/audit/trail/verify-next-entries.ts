import type { ISql } from 'postgres';
import { findBreak, type TrailBreak } from './find-break.ts';
import { loadTrailHead, loadTrailStart, type TrailHead } from './trail-head.ts';
import { selectTrailRows } from './trail-rows.ts';

/** The outcome of a check of some entries. */
export type TrailStep =
  | {
      readonly kind: 'holds';
      /** The last entry that was checked. */
      readonly through: TrailHead;
      /** True if there is none after it. */
      readonly isEnd: boolean;
    }
  | (TrailBreak & { readonly kind: 'broken'; readonly through: TrailHead });

/**
 * Checks the next entries of the trail, while others append and the rule of retention removes.
 *
 * @param options.after the last entry that was checked before, or the place where the chain began; if that was removed since, the
 *   check goes on where the chain begins now
 * @param options.known the newest entry that was checked ever, which the chain must still have unless it was removed by the rule
 */
export async function verifyNextEntries(
  sql: ISql,
  options: { readonly after: TrailHead; readonly known: TrailHead; readonly limit: number },
): Promise<TrailStep> {
  const { known, limit } = options;
  const rows = await selectTrailRows(sql, { after: options.after.number, limit });
  // Read after the rows: what was removed before they were read has its anchor.
  const start = await loadTrailStart(sql);
  let through = start.number > options.after.number ? start : options.after;
  for (const row of rows) {
    if (BigInt(row.number) <= start.number) continue;
    const broken = findBreak(through, row) ?? findOther(known, row);
    if (broken !== undefined) return { kind: 'broken', through, ...broken };
    through = { number: BigInt(row.number), hash: row.hash };
  }
  const isEnd = rows.length < limit;
  const end = isEnd ? await loadTrailHead(sql) : through;
  const newest = known.number > through.number ? known : through;
  if (end.number >= newest.number || !isEnd) return { kind: 'holds', through, isEnd };
  return {
    kind: 'broken',
    through,
    number: end.number + 1n,
    problem: `it is missing, with all after it: the trail was verified through entry ${newest.number}`,
  };
}

function findOther(
  known: TrailHead,
  row: { readonly number: string; readonly hash: Uint8Array },
): TrailBreak | undefined {
  if (BigInt(row.number) !== known.number || Buffer.compare(row.hash, known.hash) === 0) return undefined;
  return {
    number: known.number,
    problem: 'it has not the hash with which it was verified before: the trail was written anew',
  };
}
