import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '#platform/testing/free-port.ts';
import { createTestIssuer, type TestIssuer } from '#platform/testing/test-issuer.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { compose } from '../../gateway/testing/compose.ts';
import type { Site } from './contenders.ts';
import { startBesideGateways, stopProcess } from './gateway-process.ts';
import { type SubgraphPorts, subgraphNames, toPortsEnvironment } from './subgraphs/ports.ts';
import { toSchemas } from './subgraphs/schema.ts';
import type { SubgraphCounts } from './subgraphs/serve-subgraph.ts';

/** Subgraphs that run, and what gateways of them need. */
export interface RunningSite extends Omit<Site, 'supergraphFile' | 'hasCallers' | 'stores'>, AsyncDisposable {
  readonly issuer: TestIssuer;
  /** The supergraph without rules, and with rules for two of its fields. */
  readonly supergraphFiles: { readonly open: string; readonly guarded: string };
  /** Of the subgraphs. */
  readonly pid: number;
  readCounts(): Promise<SubgraphCounts>;
}

const readyWithinMs = 20_000;

/** Starts the subgraphs in a process of their own, and an issuer of tokens in this one. */
export async function startSite(): Promise<RunningSite> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-gateway-'));
  const ports = await findPorts();
  const child = startBesideGateways({
    command: [process.execPath, join(import.meta.dirname, 'subgraphs', 'main.ts')],
    environment: toPortsEnvironment(ports),
  });
  const readCounts = async () => {
    const answer = await fetch(`http://127.0.0.1:${ports.reviews}/counts`);
    return (await answer.json()) as SubgraphCounts;
  };
  // In production a gateway takes an issuer by https only, though it may ask it for its keys by another address.
  const issuer = await createTestIssuer({ name: 'https://identity.test/realms/bench', algorithm: 'RS256' });
  // Written before any gateway starts, as some read their file again while they run.
  const supergraphFiles = {
    open: await writeSupergraph(join(folder, 'open.graphql'), ports, false),
    guarded: await writeSupergraph(join(folder, 'guarded.graphql'), ports, true),
  };
  const stop = async () => {
    await issuer.close();
    await stopProcess(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitFor('the subgraphs', () => readCounts().catch(() => false), readyWithinMs);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    issuer,
    supergraphFiles,
    ports,
    folder,
    pid: child.pid ?? 0,
    readCounts,
    [Symbol.asyncDispose]: stop,
  };
}

async function writeSupergraph(file: string, ports: SubgraphPorts, isGuarded: boolean): Promise<string> {
  const schemas = toSchemas(isGuarded);
  const subgraphs = subgraphNames.map((name) => ({
    name,
    url: `http://127.0.0.1:${ports[name]}/`,
    typeDefs: schemas[name],
  }));
  await writeFile(file, compose(subgraphs));
  return file;
}

async function findPorts(): Promise<SubgraphPorts> {
  const found = await Promise.all(subgraphNames.map(async (name) => [name, await findFreePort()] as const));
  return Object.fromEntries(found) as SubgraphPorts;
}
