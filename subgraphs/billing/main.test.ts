import { defineSubgraphProcessCases } from '#platform/testing/subgraph-process-cases.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';

defineSubgraphProcessCases({
  name: 'billing',
  main: new URL('main.ts', import.meta.url),
  readSdl: () => readSubgraphSdl('billing'),
  managerRole: 'BILLING_MANAGER',
});
