import { getCaller } from '#platform/graphql/caller.ts';
import { createPersonAuthor } from '../../author.ts';
import { findApprovalProblems, isChangeId } from '../../checks/approval-problems.ts';
import { approveChange, usualApprovalDays, withdrawApproval } from '../../checks/approvals.ts';
import { toStorableText } from '../../storable-text.ts';
import { refuseInput } from '../answer-refusal.ts';
import type { RegistryContext } from '../context.ts';
import type { ApproveSchemaChangeInput, WithdrawSchemaChangeApprovalInput } from '../generated/types.ts';
import { findVariantByName, noSuchVariant } from '../graphs/find-variant-by-name.ts';

/** Approves a change for the person who is signed in. */
export async function approveForPerson(context: RegistryContext, input: ApproveSchemaChangeInput) {
  const { changeId, days = usualApprovalDays } = input;
  const approval = { changeId, branch: input.branch?.trim() ?? '', reason: input.reason.trim(), days };
  const variant = await findVariantByName(context, input.graph, input.variant);
  const problems = [...(variant === undefined ? [noSuchVariant] : []), ...findApprovalProblems(approval)];
  if (variant === undefined || problems.length > 0) return { ...refuseInput(problems), approval: null };
  const author = createPersonAuthor(getCaller(context).principal.subject);
  return { approval: await approveChange(context.parts.db, variant, approval, author), userErrors: [] };
}

/** Takes an approval back for the person who is signed in. One that is not there was taken back before. */
export async function withdrawForPerson(context: RegistryContext, input: WithdrawSchemaChangeApprovalInput) {
  const { changeId } = input;
  const variant = await findVariantByName(context, input.graph, input.variant);
  if (variant === undefined) return { ...refuseInput([noSuchVariant]), changeId: null };
  if (!isChangeId(changeId)) {
    const message = 'The id of a change has 12 hexadecimal digits, as the check tells it.';
    return { ...refuseInput([{ field: ['changeId'], code: 'INVALID', message }]), changeId: null };
  }
  const branch = toStorableText(input.branch?.trim() ?? '');
  const author = createPersonAuthor(getCaller(context).principal.subject);
  await withdrawApproval(context.parts.db, variant, { changeId, branch }, author);
  return { changeId, userErrors: [] };
}
