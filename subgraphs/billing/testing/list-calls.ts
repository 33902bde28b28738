import assert from 'node:assert/strict';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { walkPages } from '#platform/testing/walk-pages.ts';

/** The fields of a page of invoices that the tests request. */
export interface ListedPage {
  readonly edges: readonly { cursor: string; node: { id: string } }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  readonly totalCount: number;
}

/** The fields of a page of any connection. */
export const pageFields =
  'edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount';

/** One page of all invoices. */
export async function readInvoicePage(client: GraphqlClient, variables: object): Promise<ListedPage> {
  const { data, errors } = await client<{ invoices: ListedPage }>(
    `query ($first: Int, $after: String, $last: Int, $before: String, $filter: InvoiceFilter, $orderBy: InvoiceOrder) {
      invoices(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) { ${pageFields} }
    }`,
    { ...variables },
  );
  assert.deepEqual(errors, []);
  return data.invoices;
}

/** The ids of all invoices, read page by page from the start of the list or from its end. */
export async function walk(
  client: GraphqlClient,
  options: { size: number; orderBy: object; filter?: object; isBackward?: boolean },
): Promise<string[]> {
  const { orderBy, filter, isBackward = false } = options;
  const nodes = await walkPages((page) => readInvoicePage(client, { ...page, orderBy, filter }), {
    ...options,
    isBackward,
  });
  return nodes.map(({ id }) => id);
}
