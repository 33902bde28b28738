import { getCaller } from '#platform/graphql/caller.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import { formatMinor, toMoneyObject } from '#schema/money.ts';
import type { BillingContext } from '../context.ts';
import {
  type ApprovalViewer,
  findApprovalObstacle,
  findRejectionObstacle,
} from '../domain/approval-obstacle.ts';
import { parseId } from '../domain/reference.ts';
import type { ApprovalResolvers, MutationResolvers, QueryResolvers } from '../generated/resolvers.ts';
import { listApprovals } from '../store/approval-list.ts';
import { loadInvoice } from '../store/loaders.ts';
import { approve } from '../use-cases/approvals/approve.ts';
import { reject } from '../use-cases/approvals/reject.ts';

/** The functions that answer the fields of `Approval`. */
export const approvalResolvers: ApprovalResolvers = {
  invoice: async ({ invoiceId }, _args, { loaders }) => {
    const invoice = await loadInvoice(loaders, invoiceId);
    if (invoice === null) throw new TypeError(`The invoice ${invoiceId} of a request is not there.`);
    return invoice;
  },
  amount: ({ amountMinor, currency }) => toMoneyObject({ amountMinor, currency }),
  reason: ({ requestReason }) => requestReason,
  requestedBy: ({ requestedBy }) => toSubject(requestedBy),
  requester: ({ requestedBy }) => ({ id: toSubject(requestedBy) }),
  requestedAt: ({ requestedAt }) => requestedAt.toISOString(),
  decidedBy: ({ decidedBy }) => (decidedBy === null ? null : toSubject(decidedBy)),
  decider: ({ decidedBy }) => (decidedBy === null ? null : { id: toSubject(decidedBy) }),
  decidedAt: ({ decidedAt }) => decidedAt?.toISOString() ?? null,
  canApprove: (approval, _args, context) =>
    approval.status === 'PENDING' &&
    findApprovalObstacle(approval, toViewer(context), context.billing.approvals) === undefined,
  canReject: (approval, _args, context) =>
    approval.status === 'PENDING' &&
    findRejectionObstacle(approval, toViewer(context), context.billing.approvals) === undefined,
};

/** The queries of approvals. */
export const approvalQueries: QueryResolvers = {
  approvals: (_root, args, { db }) => listApprovals(db, args),
  approval: async (_root, { id }, { loaders }) => {
    const parsed = parseId(id);
    return parsed === undefined ? null : ((await loaders.approval.load(parsed)) ?? null);
  },
  approvalPolicy: (_root, _args, { billing: { approvals }, principal }) => ({
    limits: [...approvals.limits].map(([currency, amountMinor]) => ({
      currency,
      amount: formatMinor(amountMinor, currency),
    })),
    approverRole: approvals.approverRole,
    isApprover: principal?.roles.has(approvals.approverRole) ?? false,
  }),
};

/** The decisions about requests. */
export const approvalMutations: MutationResolvers = {
  approve: async (_root, { input }, context) =>
    toPayload(await approve(context.billing, getCaller(context), input), context),
  reject: async (_root, { input }, context) =>
    toPayload(await reject(context.billing, getCaller(context), input), context),
};

async function toPayload(
  { value: id, problems = [] }: Awaited<ReturnType<typeof approve>>,
  { loaders }: BillingContext,
) {
  if (id === undefined) return { approval: null, userErrors: [...problems] };
  loaders.approval.clear(id);
  const approval = await loaders.approval.load(id);
  if (approval === undefined) throw new TypeError(`The request ${id} was decided but is not there.`);
  loaders.forget(approval.invoiceId);
  return { approval, userErrors: [] };
}

function toViewer(context: BillingContext): ApprovalViewer {
  const { principal } = getCaller(context);
  return { key: toSubjectKey(principal), roles: principal.roles };
}

/** The subject alone: what follows the issuer, whose URL has no space. */
function toSubject(subjectKey: string): string {
  return subjectKey.slice(subjectKey.indexOf(' ') + 1);
}
