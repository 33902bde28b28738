import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { defineSubgraphProcessCases } from '#platform/testing/subgraph-process-cases.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';

const mailFolder = await mkdtemp(join(tmpdir(), 'facturation-workspace-'));
after(() => rm(mailFolder, { recursive: true }));

defineSubgraphProcessCases({
  name: 'workspace',
  main: new URL('main.ts', import.meta.url),
  readSdl: () => readSubgraphSdl('workspace'),
  managerRole: 'USER',
  usesEventLog: true,
  environment: { MAIL_FOLDER: mailFolder },
});
