import type {
  OrderDirection,
  RequestKind,
  RequestOrderField,
  RequestStatus,
  RequestUrgency,
} from '../../generated/graphql.ts';
import { toDayParameter } from '../../ui/local-days.ts';
import { omitAbsent, readPagePlace, toOneOf, toSearchParameter } from '../../ui/search-parameters.ts';

/** The filters, the order and the place in the list of requests, as the address has them. */
export interface RequestsSearch {
  readonly search?: string;
  /** Those that are open when absent. */
  readonly status?: RequestStatus | 'ALL';
  readonly kind?: RequestKind;
  readonly urgency?: RequestUrgency;
  readonly due?: 'OVERDUE';
  /** The id of whoever is to do it, or `nobody`. */
  readonly assignee?: string;
  /** The id of whoever opened it. */
  readonly author?: string;
  /** The id of the customer. */
  readonly customer?: string;
  /** The days on which they were opened, by the browser's clock. */
  readonly from?: string;
  readonly to?: string;
  readonly order?: RequestOrderField;
  readonly direction?: OrderDirection;
  readonly after?: string;
  readonly before?: string;
}

export const requestKindChoices: readonly RequestKind[] = [
  'QUESTION',
  'TASK',
  'COMPLAINT',
  'DISPUTE',
  'OTHER',
];
export const requestUrgencyChoices: readonly RequestUrgency[] = ['URGENT', 'HIGH', 'NORMAL', 'LOW'];
const orders: readonly RequestOrderField[] = ['URGENCY', 'DEADLINE', 'CREATED_AT', 'UPDATED_AT'];
const directions: readonly OrderDirection[] = ['ASC', 'DESC'];

/** Reads the address; what it does not know is left out. */
export function readRequestsSearch(given: Record<string, unknown>): RequestsSearch {
  return omitAbsent({
    search: toSearchParameter(given['search']),
    status: toOneOf(['OPEN', 'DONE', 'ALL'] as const, given['status']),
    kind: toOneOf(requestKindChoices, given['kind']),
    urgency: toOneOf(requestUrgencyChoices, given['urgency']),
    due: toOneOf(['OVERDUE'] as const, given['due']),
    assignee: toSearchParameter(given['assignee']),
    author: toSearchParameter(given['author']),
    customer: toSearchParameter(given['customer']),
    from: toDayParameter(given['from']),
    to: toDayParameter(given['to']),
    order: toOneOf(orders, given['order']),
    direction: toOneOf(directions, given['direction']),
    ...readPagePlace(given),
  });
}
