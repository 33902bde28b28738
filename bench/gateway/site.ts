import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '#platform/testing/free-port.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { compose } from '../../gateway/testing/compose.ts';
import type { Site } from './contenders.ts';
import { startBesideGateways, stopProcess } from './gateway-process.ts';
import { type SubgraphPorts, subgraphNames, toPortsEnvironment } from './subgraphs/ports.ts';
import { schemas } from './subgraphs/schema.ts';
import type { SubgraphCounts } from './subgraphs/serve-subgraph.ts';

/** Subgraphs that run, and the supergraph of them. */
export interface RunningSite extends Site, AsyncDisposable {
  /** Of the subgraphs. */
  readonly pid: number;
  readCounts(): Promise<SubgraphCounts>;
}

const readyWithinMs = 20_000;

/** Starts the subgraphs in a process of their own and composes their supergraph. */
export async function startSite(): Promise<RunningSite> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-gateway-'));
  const ports = await findPorts();
  const supergraphFile = join(folder, 'supergraph.graphql');
  const subgraphs = subgraphNames.map((name) => ({
    name,
    url: `http://127.0.0.1:${ports[name]}/`,
    typeDefs: schemas[name],
  }));
  await writeFile(supergraphFile, compose(subgraphs));
  const child = startBesideGateways({
    command: [process.execPath, join(import.meta.dirname, 'subgraphs', 'main.ts')],
    environment: toPortsEnvironment(ports),
  });
  const readCounts = async () => {
    const answer = await fetch(`http://127.0.0.1:${ports.reviews}/counts`);
    return (await answer.json()) as SubgraphCounts;
  };
  const stop = async () => {
    await stopProcess(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitFor('the subgraphs', () => readCounts().catch(() => false), readyWithinMs);
  } catch (error) {
    await stop();
    throw error;
  }
  return { supergraphFile, ports, folder, pid: child.pid ?? 0, readCounts, [Symbol.asyncDispose]: stop };
}

async function findPorts(): Promise<SubgraphPorts> {
  const found = await Promise.all(subgraphNames.map(async (name) => [name, await findFreePort()] as const));
  return Object.fromEntries(found) as SubgraphPorts;
}
