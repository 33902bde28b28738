import type { AskFirst } from '../api/query-of.ts';
import { readCustomerSearch } from '../features/customers/customer-search.ts';
import { toCustomersQuery } from '../features/customers/customers-query.ts';
import { readInvoiceSearch } from '../features/invoices/invoice-search.ts';
import { toInvoicesQuery } from '../features/invoices/invoices-query.ts';
import { readProductSearch } from '../features/products/product-search.ts';
import { toProductsQuery } from '../features/products/products-query.ts';
import { toRequestsQuery } from '../features/requests/requests-query.ts';
import { readRequestsSearch } from '../features/requests/requests-search.ts';

type Search = Readonly<Record<string, unknown>>;

const firstQueries: Readonly<Record<string, (ask: AskFirst, search: Search) => void>> = {
  '/customers': (ask, search) => ask(toCustomersQuery(readCustomerSearch(search))),
  '/invoices': (ask, search) => ask(toInvoicesQuery(readInvoiceSearch(search))),
  '/requests': (ask, search) => ask(toRequestsQuery(readRequestsSearch(search))),
  '/products': (ask, search) => ask(toProductsQuery(readProductSearch(search))),
};

/** Asks what the page of an address shows first, if that is known. */
export function askFirstQuery(
  { pathname, search }: Pick<Location, 'pathname' | 'search'>,
  ask: AskFirst,
): void {
  firstQueries[pathname]?.(ask, Object.fromEntries(new URLSearchParams(search)));
}
