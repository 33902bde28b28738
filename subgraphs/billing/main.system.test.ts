import { randomUUID } from 'node:crypto';
import { defineSubgraphProcessCases } from '#platform/testing/subgraph-process-cases.ts';
import { testSellerFile } from '#schema/seller/testing/test-seller.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';

defineSubgraphProcessCases({
  name: 'billing',
  main: new URL('main.ts', import.meta.url),
  readSdl: () => readSubgraphSdl('billing'),
  managerRole: 'BILLING_MANAGER',
  environment: { SELLER_FILE: testSellerFile, FACTURATION_BILLING_SECRET: randomUUID() },
});
