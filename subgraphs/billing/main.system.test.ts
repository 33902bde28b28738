import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { defineSubgraphProcessCases } from '#platform/testing/subgraph-process-cases.ts';
import { testSellerFile } from '#schema/seller/testing/test-seller.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';

const documentsFolder = await mkdtemp(join(tmpdir(), 'documents-'));
after(() => rm(documentsFolder, { recursive: true }));

defineSubgraphProcessCases({
  name: 'billing',
  main: new URL('main.ts', import.meta.url),
  readSdl: () => readSubgraphSdl('billing'),
  managerRole: 'BILLING_MANAGER',
  environment: {
    SELLER_FILE: testSellerFile,
    DOCUMENTS_FOLDER: documentsFolder,
    MAIL_FOLDER: join(documentsFolder, 'mail'),
    FACTURATION_BILLING_SECRET: randomUUID(),
    PORTAL_KEY: randomUUID(),
    PORTAL_URL: 'https://invoices.example',
  },
});
