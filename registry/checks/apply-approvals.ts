import type { JudgedChange } from './operations/judged-change.ts';

/** Lets approved changes pass. */
export function applyApprovals(
  changes: readonly JudgedChange[],
  approved: ReadonlySet<string>,
): JudgedChange[] {
  return changes.map((change) => {
    if (change.severity !== 'FAILURE') return change;
    return approved.has(change.id) ? { ...change, severity: 'NOTICE', isApproved: true } : change;
  });
}
