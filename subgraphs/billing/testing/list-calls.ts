import assert from 'node:assert/strict';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';

/** A page of invoices as the tests ask for it. */
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

/** The fields of a page, whatever the connection is of. */
export const pageFields =
  'edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount';

/** One page of all invoices. */
export async function listInvoices(client: GraphqlClient, variables: object): Promise<ListedPage> {
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
  options: { size: number; orderBy: object; isBackward?: boolean },
): Promise<string[]> {
  const { size, orderBy, isBackward = false } = options;
  const found: string[] = [];
  let cursor: string | null = null;
  for (let hasMore = true; hasMore; ) {
    const part = isBackward ? { last: size, before: cursor } : { first: size, after: cursor };
    const page: ListedPage = await listInvoices(client, { ...part, orderBy });
    const ids = page.edges.map(({ node }) => node.id);
    if (isBackward) found.unshift(...ids);
    else found.push(...ids);
    cursor = isBackward ? page.pageInfo.startCursor : page.pageInfo.endCursor;
    hasMore = isBackward ? page.pageInfo.hasPreviousPage : page.pageInfo.hasNextPage;
  }
  return found;
}
