import { defineSubgraphProcessCases } from '#platform/testing/subgraph-process-cases.ts';

defineSubgraphProcessCases({
  name: 'batch',
  main: new URL('main.ts', import.meta.url),
  schema: new URL('../../schema/batch.graphql', import.meta.url),
  managerRole: 'BILLING_MANAGER',
});
