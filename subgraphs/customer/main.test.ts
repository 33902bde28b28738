import { defineSubgraphProcessCases } from '#platform/testing/subgraph-process-cases.ts';

defineSubgraphProcessCases({
  name: 'customer',
  main: new URL('main.ts', import.meta.url),
  schema: new URL('../../schema/customer.graphql', import.meta.url),
  managerRole: 'CUSTOMER_MANAGER',
});
