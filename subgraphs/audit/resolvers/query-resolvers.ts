import { readListArguments } from '#kernel/read-list-arguments.ts';
import { parsePage } from '#platform/graphql/page.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import { toAuditCondition } from '../store/audit-filter.ts';
import { findAuditEntry, listAuditEntries, toAuditOrder } from '../store/find-entries.ts';
import { listActions } from '../store/list-actions.ts';
import { findVerification } from '../verification/find-verification.ts';

export const auditQueries: QueryResolvers = {
  auditEntries: (_root, given, { db }) => {
    const order = toAuditOrder(given.orderBy);
    const [, page, condition] = readListArguments(
      given,
      (args) => parsePage(args, order.name),
      (args) => toAuditCondition(args.filter),
    );
    return listAuditEntries(db, { page, order, condition });
  },
  auditEntry: async (_root, { id }, { db }) => (await findAuditEntry(db, id)) ?? null,
  auditActions: (_root, _args, { db }) => listActions(db),
  auditTrailVerification: async (_root, _args, { db }) => (await findVerification(db)) ?? null,
};
