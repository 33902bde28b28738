import { defineSubgraphProcessCases } from '#platform/testing/subgraph-process-cases.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';

defineSubgraphProcessCases({
  name: 'batch',
  main: new URL('main.ts', import.meta.url),
  readSdl: () => readSubgraphSdl('batch'),
  managerRole: 'BILLING_MANAGER',
  usesEventLog: true,
});
