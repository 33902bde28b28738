import type { QueryOf } from '../../api/query-of.ts';
import {
  ProductsDocument,
  type ProductsQuery,
  type ProductsQueryVariables,
} from '../../generated/graphql.ts';
import { toPageArguments } from '../../ui/page-arguments.ts';
import type { ProductSearch } from './product-search.ts';

const pageSize = 25;

/** The order of the list of products, as its address says. */
export function toProductOrder({ order, direction }: ProductSearch) {
  return { field: order ?? 'SKU', direction: direction ?? 'ASC' } as const;
}

/** The query of the list of products, as its address says. */
export function toProductsQuery(search: ProductSearch): QueryOf<ProductsQuery, ProductsQueryVariables> {
  return {
    document: ProductsDocument,
    variables: {
      ...toPageArguments(search, pageSize),
      filter: { search: search.search ?? null, status: search.status ? [search.status] : null },
      orderBy: toProductOrder(search),
    },
    types: ['Product'],
  };
}
