import { defineSubgraphProcessCases } from '#platform/testing/subgraph-process-cases.ts';

defineSubgraphProcessCases({
  name: 'billing',
  main: new URL('main.ts', import.meta.url),
  schema: new URL('../../schema/billing.graphql', import.meta.url),
  managerRole: 'BILLING_MANAGER',
});
