import type { QueryOf } from '../../api/query-of.ts';
import {
  CustomersDocument,
  type CustomersQuery,
  type CustomersQueryVariables,
} from '../../generated/graphql.ts';
import { toPageArguments } from '../../ui/page-arguments.ts';
import type { CustomerSearch } from './customer-search.ts';

const pageSize = 25;

/** The order of the list of customers, as its address says. */
export function toCustomerOrder({ order, direction }: CustomerSearch) {
  return { field: order ?? 'DISPLAY_NAME', direction: direction ?? 'ASC' } as const;
}

/** The query of the list of customers, as its address says. */
export function toCustomersQuery(search: CustomerSearch): QueryOf<CustomersQuery, CustomersQueryVariables> {
  return {
    document: CustomersDocument,
    variables: {
      ...toPageArguments(search, pageSize),
      filter: { search: search.search ?? null, status: search.status ? [search.status] : null },
      orderBy: toCustomerOrder(search),
    },
    types: ['Customer'],
  };
}
