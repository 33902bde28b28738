import type { TrailVerdict } from './verify-trail.ts';

/** Says the outcome of a check, for people. */
export function formatVerdict(verdict: TrailVerdict): string {
  const count = verdict.entries.toLocaleString('en');
  if (verdict.kind === 'broken')
    return `Entry ${verdict.number} does not hold: ${verdict.problem}. ${count} entries before it hold.`;
  const { start, head, redacted } = verdict;
  const removed =
    start.number === 0n ? '' : `; the first ${start.number} were removed by the rule of retention`;
  const blanked = redacted === 0 ? '' : `; the content of ${redacted} of them was blanked by that rule`;
  return `${count} entries hold${removed}${blanked}.\nHead: ${Buffer.from(head.hash).toString('hex')} (entry ${head.number})`;
}
