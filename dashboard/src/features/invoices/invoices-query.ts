import type { QueryOf } from '../../api/query-of.ts';
import {
  InvoicesDocument,
  type InvoicesQuery,
  type InvoicesQueryVariables,
} from '../../generated/graphql.ts';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { type InvoiceSearch, toInvoiceFilter, toInvoiceOrder } from './invoice-search.ts';

/** The number of invoices on a page of the list. */
export const invoicesPageSize = 25;

/** The query of the list of invoices, as its address says. */
export function toInvoicesQuery(search: InvoiceSearch): QueryOf<InvoicesQuery, InvoicesQueryVariables> {
  return {
    document: InvoicesDocument,
    variables: {
      ...toPageArguments(search, invoicesPageSize),
      filter: toInvoiceFilter(search),
      orderBy: toInvoiceOrder(search),
    },
    types: ['Invoice', 'Payment'],
  };
}
