import { defineSubgraphProcessCases } from '#platform/testing/subgraph-process-cases.ts';

defineSubgraphProcessCases({
  name: 'product',
  main: new URL('main.ts', import.meta.url),
  schema: new URL('../../schema/product.graphql', import.meta.url),
  managerRole: 'PRODUCT_MANAGER',
});
