import { defineSubgraphProcessCases } from '#platform/testing/subgraph-process-cases.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';

defineSubgraphProcessCases({
  name: 'workspace',
  main: new URL('main.ts', import.meta.url),
  readSdl: () => readSubgraphSdl('workspace'),
  managerRole: 'USER',
  usesEventLog: true,
});
