import type { CustomerOrderField, CustomerStatus, OrderDirection } from '../../generated/graphql.ts';
import { omitAbsent, toOneOf, toSearchParameter } from '../../ui/search-parameters.ts';

/** The filter, the order and the place in the list of customers, as the address has them. */
export interface CustomerSearch {
  readonly search?: string;
  readonly status?: CustomerStatus;
  readonly order?: CustomerOrderField;
  readonly direction?: OrderDirection;
  readonly after?: string;
  readonly before?: string;
}

export const customerStatuses: readonly CustomerStatus[] = ['ACTIVE', 'ARCHIVED'];
const orders: readonly CustomerOrderField[] = ['DISPLAY_NAME', 'CREATED_AT', 'UPDATED_AT'];
const directions: readonly OrderDirection[] = ['ASC', 'DESC'];

/** Reads the address; what it does not know is left out, as an address may be old or written by hand. */
export function readCustomerSearch(given: Record<string, unknown>): CustomerSearch {
  return omitAbsent({
    search: toSearchParameter(given['search']),
    status: toOneOf(customerStatuses, given['status']),
    order: toOneOf(orders, given['order']),
    direction: toOneOf(directions, given['direction']),
    after: toSearchParameter(given['after']),
    before: toSearchParameter(given['before']),
  });
}
