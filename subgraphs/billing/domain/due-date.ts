/**
 * The message about an issue date that contradicts the due date; undefined if it does not. Payment may be due on the
 * day of issue, but not before it.
 */
export function findDueDateProblem(issueDate: string, dueDate: string | null): string | undefined {
  if (dueDate === null || dueDate >= issueDate) return undefined;
  return `Payment is due on ${dueDate}, before the issue date ${issueDate}; change the draft's due date, or take an issue date up to it.`;
}
