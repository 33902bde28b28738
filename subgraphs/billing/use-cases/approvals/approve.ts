import { type Checked, InputProblems, type UserError } from '#kernel/input-problems.ts';
import { recordEffect, recordNoEffect } from '#platform/audit/record-effect.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import { type ApprovalRow, approvals } from '../../approval-tables.ts';
import { approvedEntries } from '../../audit.ts';
import { findApprovalObstacle } from '../../domain/approval-obstacle.ts';
import type { ApproveInput } from '../../generated/types.ts';
import { announceDecision } from '../../outbox/announce-approval.ts';
import { writeHistory } from '../../store/write-history.ts';
import type { Billing } from '../billing.ts';
import { planStored } from './approvable-actions.ts';
import { checkIsPending, endWaiting, lockRequest } from './lock-request.ts';

/** Problems of the action itself: all that was written for it is taken back, and the request goes on waiting. */
class ActionRefused extends Error {
  readonly problems: readonly UserError[];

  constructor(problems: readonly UserError[]) {
    super('The action of the request is not possible.');
    this.problems = problems;
  }
}

/**
 * Approves a request and runs its action, with all its checks as of now, in one transaction. Gives the id of the request.
 * Whoever approved it may repeat the call and gets the same answer.
 */
export async function approve(
  billing: Billing,
  { principal }: SignedInCaller,
  input: ApproveInput,
): Promise<Checked<string>> {
  const viewer = { key: toSubjectKey(principal), roles: principal.roles };
  // A credit needs it. In the transaction it would need a second connection, for which all calls could wait for each other.
  await billing.sellerRecords.record();
  try {
    return await billing.db.transaction(async (tx) => {
      const problems = new InputProblems();
      const request = await lockRequest(tx, input.id, problems);
      if (request === undefined) return { problems: problems.errors };
      if (request.status === 'APPROVED' && request.decidedBy === viewer.key) {
        recordNoEffect();
        return { value: request.id };
      }
      const obstacle = findApprovalObstacle(request, viewer, billing.approvals);
      if (obstacle !== undefined) problems.at('id').add('NOT_ALLOWED', obstacle);
      else if (checkIsPending(request, problems)) await run(tx, billing, request, viewer.key, principal);
      return problems.isEmpty ? { value: request.id } : { problems: problems.errors };
    });
  } catch (error) {
    if (error instanceof ActionRefused) return { problems: error.problems };
    throw error;
  }
}

/** @throws {ActionRefused} */
async function run(
  tx: Transaction,
  billing: Billing,
  request: ApprovalRow,
  decidedBy: string,
  principal: Principal,
): Promise<void> {
  const { id, invoiceId, action, input, amountMinor } = request;
  const actor = principal.subject;
  const now = billing.clock();
  const invoice = await endWaiting(tx, invoiceId, now);
  const { value: plan, problems } = await planStored(billing, { db: tx, isLocking: true }, action, input);
  if (problems !== undefined) throw new ActionRefused(problems.map(toRequestProblem));
  if (plan.amountMinor !== amountMinor) {
    const message = 'The amount of the action is another one now; reject the request and make a new one.';
    throw new ActionRefused([{ field: ['id'], message, code: 'WRONG_STATE' }]);
  }
  await writeHistory(tx, {
    invoiceId,
    kind: 'APPROVED',
    occurredAt: now,
    actor,
    details: { approvalId: id },
  });
  const { value: resultId, problems: found } = await plan.run(tx, principal);
  if (found !== undefined) throw new ActionRefused(found.map(toRequestProblem));
  await tx
    .update(approvals)
    .set({ status: 'APPROVED', decidedBy, decidedAt: now, resultId })
    .where(eq(approvals.id, id));
  const decision = { decision: 'APPROVED', decidedBy, decidedAt: now } as const;
  await announceDecision(tx, { request, invoice, ...decision });
  await recordEffect(tx, { id });
  await recordEffect(tx, { ...approvedEntries[action], id: resultId });
}

/** The caller gave no more than the id of the request. */
function toRequestProblem({ message, code }: UserError): UserError {
  return { field: ['id'], message, code };
}
