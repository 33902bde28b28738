import { defineSubgraphProcessCases } from '#platform/testing/subgraph-process-cases.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';

defineSubgraphProcessCases({
  name: 'product',
  main: new URL('main.ts', import.meta.url),
  readSdl: () => readSubgraphSdl('product'),
  managerRole: 'PRODUCT_MANAGER',
  usesEventLog: true,
});
