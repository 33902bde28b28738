import { registryBounds } from '../bounds.ts';
import type { FieldProblem } from '../field-problem.ts';
import { isStorableText } from '../storable-text.ts';
import { type Approval, maxApprovalDays } from './approvals.ts';

/** Finds all that is wrong with an approval. */
export function findApprovalProblems({ changeId, branch, reason, days }: Approval): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const add = (field: string, code: FieldProblem['code'], message: string) =>
    problems.push({ field: [field], code, message });
  if (!isChangeId(changeId))
    add('changeId', 'INVALID', 'The id of a change has 12 hexadecimal digits, as the check tells it.');
  if (reason === '') add('reason', 'REQUIRED', 'A reason is needed.');
  for (const [field, text] of Object.entries({ reason, branch })) {
    if (text.length > registryBounds.gitText)
      add(field, 'TOO_LONG', `Reason and branch have at most ${registryBounds.gitText} characters.`);
    else if (!isStorableText(text))
      add(field, 'INVALID', 'Reason and branch are well-formed Unicode without the character U+0000.');
  }
  if (!Number.isInteger(days) || days < 1 || days > maxApprovalDays)
    add('days', 'OUT_OF_RANGE', `An approval holds for 1 to ${maxApprovalDays} days.`);
  return problems;
}

/** Tests if a text can be the id of a change. */
export function isChangeId(text: string): boolean {
  return /^[0-9a-f]{12}$/.test(text);
}
