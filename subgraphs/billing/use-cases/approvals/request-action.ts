import { v7 as uuid } from 'uuid';
import { answerOnce } from '#kernel/answer-once.ts';
import type { Checked } from '#kernel/input-problems.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import { approvals } from '../../approval-tables.ts';
import { approvalRequestedEntry } from '../../audit.ts';
import { needsApproval } from '../../domain/approval.ts';
import { announceRequest } from '../../outbox/announce-approval.ts';
import { writeHistory } from '../../store/write-history.ts';
import { invoices } from '../../tables.ts';
import type { Billing } from '../billing.ts';
import type { ActionPlan, ApprovableAction } from './approvable-action.ts';
import { sumUnapproved } from './sum-unapproved.ts';

/** An input of a mutation whose action may wait. */
export interface RequestInput {
  readonly idempotencyKey: string;
  readonly expectedVersion?: number | null | undefined;
}

/** The answer of a mutation whose action may wait: what it made, or the request that waits. */
export type RequestOutcome =
  | { readonly id: string; readonly approvalId?: never }
  | { readonly id?: never; readonly approvalId: string };

const approvalMark = 'approval ';

/**
 * Runs an action, or requests its approval if its amount is above the limit, together with what was done before to the
 * invoice without an approval. Answers once for a key, and all problems at
 * once. The text that it gives is read by {@link parseOutcome}.
 *
 * @param operation the name of the mutation
 */
export function requestAction<Input>(
  billing: Billing,
  { principal }: SignedInCaller,
  operation: string,
  approvable: ApprovableAction<Input>,
  input: Input & RequestInput,
): Promise<Checked<string>> {
  const call = { operation, principal, key: input.idempotencyKey, input };
  return answerOnce(billing.db, call, {
    // All problems are found here, without a lock; under the lock, what changed meanwhile is found again.
    prepare: async () => {
      const { problems } = await approvable.plan(billing, { db: billing.db, isLocking: false }, input);
      return problems === undefined ? { value: null } : { problems };
    },
    write: async (tx) => {
      const { value: plan, problems } = await approvable.plan(billing, { db: tx, isLocking: true }, input);
      if (problems !== undefined) return { problems };
      const { amountMinor, invoice } = plan;
      const earlierMinor = await sumUnapproved(tx, approvable.action, invoice.id);
      const amount = { amountMinor: amountMinor + earlierMinor, currency: invoice.currency };
      if (!needsApproval(billing.approvals, amount)) return plan.run(tx, principal);
      const request = {
        action: approvable.action,
        input: toStoredInput(input),
        requestedBy: toSubjectKey(principal),
      };
      const requestedAt = billing.clock();
      const id = await insertRequest(tx, plan, request, { actor: principal.subject, now: requestedAt });
      const { approverRole } = billing.approvals;
      await announceRequest(tx, {
        request: { ...request, id, amountMinor },
        invoice,
        approverRole,
        requestedAt,
      });
      return { value: `${approvalMark}${id}` };
    },
    toEffect: (text) => {
      const { approvalId, id } = parseOutcome(text);
      return approvalId === undefined ? { id } : { ...approvalRequestedEntry, id: approvalId };
    },
  });
}

/** Reads the text that {@link requestAction} gives. */
export function parseOutcome(text: string): RequestOutcome {
  return text.startsWith(approvalMark) ? { approvalId: text.slice(approvalMark.length) } : { id: text };
}

/** Without the key, which is used up, and the version, which the request itself changes. */
function toStoredInput({ idempotencyKey: _key, expectedVersion: _version, ...input }: RequestInput) {
  return input;
}

async function insertRequest(
  tx: Transaction,
  { invoice, amountMinor, reason }: ActionPlan,
  request: Pick<typeof approvals.$inferInsert, 'action' | 'input' | 'requestedBy'>,
  { actor, now }: { readonly actor: string; readonly now: Date },
): Promise<string> {
  const id = uuid();
  await tx.insert(approvals).values({
    id,
    ...request,
    invoiceId: invoice.id,
    amountMinor,
    requestReason: reason,
    status: 'PENDING',
    requestedAt: now,
  });
  await tx
    .update(invoices)
    .set({ pendingAction: request.action, version: invoice.version + 1, updatedAt: now })
    .where(eq(invoices.id, invoice.id));
  await writeHistory(tx, {
    invoiceId: invoice.id,
    kind: 'APPROVAL_REQUESTED',
    occurredAt: now,
    actor,
    details: { approvalId: id, amountMinor: String(amountMinor), reason },
  });
  return id;
}
