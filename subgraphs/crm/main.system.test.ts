import { defineSubgraphProcessCases } from '#platform/testing/subgraph-process-cases.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';

defineSubgraphProcessCases({
  name: 'crm',
  main: new URL('main.ts', import.meta.url),
  readSdl: () => readSubgraphSdl('crm'),
  managerRole: 'CUSTOMER_MANAGER',
  usesEventLog: true,
});
