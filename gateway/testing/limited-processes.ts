import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { startTestProcess, type TestProcess } from '#platform/testing/test-process.ts';
import { compose } from './compose.ts';
import { startLibrary } from './library.ts';

/** Starts as many gateway processes as there are environments, over one library and with one file of limits. */
export async function startLimitedProcesses(
  t: TestContext,
  limits: unknown,
  environments: readonly Readonly<Record<string, string>>[],
): Promise<readonly TestProcess[]> {
  const folder = await mkdtemp(join(tmpdir(), 'limits-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const library = await startLibrary();
  t.after(() => library.close());
  const supergraphFile = join(folder, 'supergraph.graphql');
  await writeFile(supergraphFile, compose([library.books, library.people]));
  const limitsFile = join(folder, 'limits.json');
  await writeFile(limitsFile, JSON.stringify(limits));
  return Promise.all(
    environments.map(async (environment, index) => {
      const started = await startTestProcess({
        main: new URL('../main.ts', import.meta.url),
        portVariable: 'GATEWAY_PORT',
        environment: {
          SUPERGRAPH_FILE: supergraphFile,
          LIMITS_FILE: limitsFile,
          PLAYGROUND: 'false',
          DATA_DIR: join(folder, `data-${index}`),
          ...environment,
        },
      });
      t.after(() => started.kill());
      return started;
    }),
  );
}

/** Asks processes in turn, with so many requests in flight, and counts the answers by status. */
export async function countStatuses(
  processes: readonly TestProcess[],
  { requests, concurrency = 20 }: { readonly requests: number; readonly concurrency?: number },
): Promise<ReadonlyMap<number, number>> {
  const statuses = new Map<number, number>();
  let next = 0;
  const ask = async () => {
    while (next < requests) {
      const { address = '' } = processes[next % processes.length] ?? {};
      next += 1;
      const status = await askHello(address);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, ask));
  return statuses;
}

/** Asks a gateway one operation, and gives the status of the answer. */
export async function askHello(address: string): Promise<number> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ hello }' }),
  });
  await response.arrayBuffer();
  return response.status;
}
