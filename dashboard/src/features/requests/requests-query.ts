import type { QueryOf } from '../../api/query-of.ts';
import {
  RequestsDocument,
  type RequestsQuery,
  type RequestsQueryVariables,
} from '../../generated/graphql.ts';
import { toLocalInstants } from '../../ui/local-days.ts';
import { toPageArguments } from '../../ui/page-arguments.ts';
import type { RequestsSearch } from './requests-search.ts';

const pageSize = 25;
/** Stands in the address for requests that nobody in particular is to do. */
export const nobody = 'nobody';

/** The order of the list of requests, as its address says: the most urgent first without one. */
export function toRequestOrder({ order, direction }: RequestsSearch) {
  return { field: order ?? 'URGENCY', direction: direction ?? (order ? 'ASC' : 'DESC') } as const;
}

/** The query of the list of requests, as its address says. */
export function toRequestsQuery(search: RequestsSearch): QueryOf<RequestsQuery, RequestsQueryVariables> {
  const { status = 'OPEN', kind, urgency, due, assignee, author, customer } = search;
  const { start, end } = toLocalInstants(search);
  return {
    document: RequestsDocument,
    variables: {
      ...toPageArguments(search, pageSize),
      filter: {
        search: search.search ?? null,
        status: status === 'ALL' ? null : [status],
        kind: kind ? [kind] : null,
        urgency: urgency ? [urgency] : null,
        isOverdue: due === 'OVERDUE' ? true : null,
        assigneeId: assignee === undefined || assignee === nobody ? null : assignee,
        isUnassigned: assignee === nobody ? true : null,
        authorId: author ?? null,
        customerId: customer ?? null,
        createdFrom: start,
        createdBefore: end,
      },
      orderBy: toRequestOrder(search),
    },
    types: ['CustomerRequest'],
  };
}
