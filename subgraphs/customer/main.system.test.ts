import { defineSubgraphProcessCases } from '#platform/testing/subgraph-process-cases.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';

defineSubgraphProcessCases({
  name: 'customer',
  main: new URL('main.ts', import.meta.url),
  readSdl: () => readSubgraphSdl('customer'),
  managerRole: 'CUSTOMER_MANAGER',
  usesEventLog: true,
});
