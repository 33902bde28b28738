import { readListArguments } from '#kernel/read-list-arguments.ts';
import { and, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { type NamedOrder, toConnection, toKeysetQuery } from '#platform/graphql/connection.ts';
import { parsePage } from '#platform/graphql/page.ts';
import type { RequestViewer } from '../domain/viewer.ts';
import type { QueryRequestsArgs, RequestOrder, RequestOrderField } from '../generated/types.ts';
import type { CustomerRequestConnectionModel } from '../models.ts';
import { deadlineOrLast, requests } from '../request-tables.ts';
import { toRequestCondition } from './request-filter.ts';
import { isForViewer } from './request-store.ts';

/** A page of the requests that a viewer may see and that pass a filter, by one statement; another one counts them on request. */
export async function listCustomerRequests(
  db: Reader,
  given: Partial<QueryRequestsArgs>,
  { viewer, now }: { readonly viewer: RequestViewer; readonly now: Date },
): Promise<CustomerRequestConnectionModel> {
  const order = toOrder(given.orderBy);
  const [, { page, keyset }, filter] = readListArguments(
    given,
    (args) => {
      const asked = parsePage(args, order.name);
      return { page: asked, keyset: toKeysetQuery(asked, order) };
    },
    (args) => toRequestCondition(args.filter, now),
  );
  const condition = and(isForViewer(viewer), filter);
  const rows = await db
    .select({ request: requests, id: requests.id, value: keyset.cursorValue })
    .from(requests)
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
  return toConnection(
    page,
    rows,
    ({ request }) => request,
    async () => db.$count(requests, condition),
  );
}

const expressions: Record<RequestOrderField, Pick<NamedOrder, 'expression' | 'type'>> = {
  URGENCY: { expression: sql`${requests.priority}`, type: 'bigint' },
  DEADLINE: { expression: deadlineOrLast(requests.deadline), type: 'timestamptz' },
  CREATED_AT: { expression: sql`${requests.createdAt}`, type: 'timestamptz' },
  UPDATED_AT: { expression: sql`${requests.updatedAt}`, type: 'timestamptz' },
};

/** The requested order; the most urgent first without one. */
function toOrder(order: RequestOrder | null | undefined): NamedOrder {
  const field = order?.field ?? 'URGENCY';
  const direction = order?.direction ?? (order ? 'ASC' : 'DESC');
  return { ...expressions[field], direction, id: sql`${requests.id}`, name: `${field} ${direction}` };
}
