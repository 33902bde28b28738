import type { PageArguments } from '#platform/graphql/page.ts';

/** A page as a test asked for it. */
export interface WalkedPage<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** Reads a whole list page by page, from its start or from its end, and gives its nodes from the start. */
export async function walkPages<Node>(
  read: (page: PageArguments) => Promise<WalkedPage<Node>>,
  options: { size: number; isBackward: boolean },
): Promise<Node[]> {
  const { size, isBackward } = options;
  const found: Node[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page: WalkedPage<Node> = await read(
      isBackward ? { last: size, before: cursor } : { first: size, after: cursor },
    );
    const nodes = page.edges.map(({ node }) => node);
    if (isBackward) found.unshift(...nodes);
    else found.push(...nodes);
    cursor = isBackward ? page.pageInfo.startCursor : page.pageInfo.endCursor;
    if (!(isBackward ? page.pageInfo.hasPreviousPage : page.pageInfo.hasNextPage)) return found;
  }
}
