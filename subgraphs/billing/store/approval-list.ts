import { and, eq, inArray, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import {
  type Connection,
  type NamedOrder,
  toConnection,
  toKeysetQuery,
} from '#platform/graphql/connection.ts';
import { parsePage } from '#platform/graphql/page.ts';
import { readArguments } from '#schema/read-arguments.ts';
import { type ApprovalRow, approvals } from '../approval-tables.ts';
import { parseId } from '../domain/reference.ts';
import type { QueryApprovalsArgs } from '../generated/types.ts';
import { invoices } from '../tables.ts';

/** A request with the currency of its invoice. */
export type ApprovalWithCurrency = ApprovalRow & { readonly currency: string };

/** The oldest first: ids are UUIDv7. */
const order: NamedOrder = {
  expression: sql`${approvals.id}`,
  type: 'uuid',
  direction: 'ASC',
  id: sql`${approvals.id}`,
  name: 'APPROVAL ASC',
};

/** A page of the requests that pass a filter, the oldest first. @throws {GraphQLError} BAD_USER_INPUT */
export async function listApprovals(
  db: Reader,
  given: Partial<QueryApprovalsArgs>,
): Promise<Connection<ApprovalWithCurrency>> {
  const args = readArguments(given);
  const page = parsePage(args, order.name);
  const keyset = toKeysetQuery(page, order);
  const { status, action, invoiceId } = args.filter ?? {};
  const invoice = typeof invoiceId === 'string' ? parseId(invoiceId) : undefined;
  const condition = and(
    status ? inArray(approvals.status, [...status]) : undefined,
    action ? eq(approvals.action, action) : undefined,
    // A text that is not a UUID cannot be the id of an invoice.
    typeof invoiceId === 'string'
      ? invoice === undefined
        ? sql`false`
        : eq(approvals.invoiceId, invoice)
      : undefined,
  );
  const rows = await db
    .select({ approval: approvals, currency: invoices.currency, value: keyset.cursorValue })
    .from(approvals)
    .innerJoin(invoices, eq(invoices.id, approvals.invoiceId))
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
  return toConnection(
    page,
    rows.map(({ approval, currency, value }) => ({ ...approval, currency, value })),
    (row) => row,
    async () => db.$count(approvals, condition),
  );
}

/** The requests with these ids, in the order of the ids, by one statement. */
export async function findApprovalsById(
  db: Reader,
  ids: readonly string[],
): Promise<(ApprovalWithCurrency | undefined)[]> {
  const rows = await selectApprovals(db).where(inArray(approvals.id, [...ids]));
  const byId = new Map(rows.map(({ approval, currency }) => [approval.id, { ...approval, currency }]));
  return ids.map((id) => byId.get(id));
}

/** The requests of these invoices that wait, in the order of the ids, by one statement. */
export async function findPendingApprovals(
  db: Reader,
  invoiceIds: readonly string[],
): Promise<(ApprovalWithCurrency | undefined)[]> {
  const rows = await selectApprovals(db).where(
    and(inArray(approvals.invoiceId, [...invoiceIds]), eq(approvals.status, 'PENDING')),
  );
  const byInvoice = new Map(
    rows.map(({ approval, currency }) => [approval.invoiceId, { ...approval, currency }]),
  );
  return invoiceIds.map((id) => byInvoice.get(id));
}

function selectApprovals(db: Reader) {
  return db
    .select({ approval: approvals, currency: invoices.currency })
    .from(approvals)
    .innerJoin(invoices, eq(invoices.id, approvals.invoiceId));
}
