import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import { recordEffect, recordNoEffect } from '#platform/audit/record-effect.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import { approvals } from '../../approval-tables.ts';
import { findRejectionObstacle } from '../../domain/approval-obstacle.ts';
import { paymentBounds } from '../../domain/payment.ts';
import type { RejectInput } from '../../generated/types.ts';
import { announceDecision } from '../../outbox/announce-approval.ts';
import { writeHistory } from '../../store/write-history.ts';
import type { Billing } from '../billing.ts';
import { checkIsPending, endWaiting, lockRequest } from './lock-request.ts';

/** Rejects a request with a reason; nothing else happens to its invoice. Gives the id of the request. */
export function reject(
  { db, clock, approvals: policy }: Billing,
  { principal }: SignedInCaller,
  input: RejectInput,
): Promise<Checked<string>> {
  const viewer = { key: toSubjectKey(principal), roles: principal.roles };
  return db.transaction(async (tx) => {
    const problems = new InputProblems();
    const rule = { maxLength: paymentBounds.noteLength, isMultiline: true };
    const reason = parseRequiredText(input.reason, rule, problems.at('reason'));
    const request = await lockRequest(tx, input.id, problems);
    if (request === undefined) return { problems: problems.errors };
    const isRepeated =
      request.status === 'REJECTED' && request.decidedBy === viewer.key && request.rejectionReason === reason;
    if (isRepeated) {
      recordNoEffect();
      return { value: request.id };
    }
    const obstacle = findRejectionObstacle(request, viewer, policy);
    if (obstacle !== undefined) problems.at('id').add('NOT_ALLOWED', obstacle);
    else checkIsPending(request, problems);
    if (!problems.isEmpty || reason === undefined) return { problems: problems.errors };
    const now = clock();
    await tx
      .update(approvals)
      .set({ status: 'REJECTED', decidedBy: viewer.key, decidedAt: now, rejectionReason: reason })
      .where(eq(approvals.id, request.id));
    const invoice = await endWaiting(tx, request.invoiceId, now);
    await writeHistory(tx, {
      invoiceId: request.invoiceId,
      kind: 'REJECTED',
      occurredAt: now,
      actor: principal.subject,
      details: { approvalId: request.id, reason },
    });
    const decision = { decision: 'REJECTED', decidedBy: viewer.key, decidedAt: now } as const;
    await announceDecision(tx, { request, invoice, ...decision });
    await recordEffect(tx, { id: request.id });
    return { value: request.id };
  });
}
