import type { JudgedChange } from './operations/judged-change.ts';

/** Lets approved changes pass, and tells of the others by which id they are approved. */
export function applyApprovals(
  changes: readonly JudgedChange[],
  approved: ReadonlySet<string>,
): JudgedChange[] {
  return changes.map((change) => {
    if (change.severity !== 'FAILURE') return change;
    return approved.has(change.id)
      ? { ...change, severity: 'NOTICE', description: `${change.description} Approved.` }
      : { ...change, description: `${change.description} [change ${change.id}]` };
  });
}
