import type { OrderDirection, ProductOrderField, ProductStatus } from '../../generated/graphql.ts';
import { omitAbsent, readPagePlace, toOneOf, toSearchParameter } from '../../ui/search-parameters.ts';

/** The filter, the order and the place in the list of products, as the address has them. */
export interface ProductSearch {
  readonly search?: string;
  readonly status?: ProductStatus;
  readonly order?: ProductOrderField;
  readonly direction?: OrderDirection;
  readonly after?: string;
  readonly before?: string;
}

export const productStatuses: readonly ProductStatus[] = ['ACTIVE', 'ARCHIVED'];
const orders: readonly ProductOrderField[] = ['SKU', 'NAME', 'UNIT_PRICE', 'STOCK', 'UPDATED_AT'];

/** Reads the address; what it does not know is left out, as an address may be old or written by hand. */
export function readProductSearch(given: Record<string, unknown>): ProductSearch {
  return {
    ...readPagePlace(given),
    ...omitAbsent({
      search: toSearchParameter(given['search']),
      status: toOneOf(productStatuses, given['status']),
      order: toOneOf(orders, given['order']),
      direction: toOneOf(['ASC', 'DESC'] as const, given['direction']),
    }),
  };
}
