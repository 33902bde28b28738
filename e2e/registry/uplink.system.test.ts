import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { type RegistryProcess, startRegistryProcess } from '../rover/registry-process.ts';
import { type GrowingSubgraph, startGrowingSubgraph } from './growing-subgraph.ts';
import { type StockGateway, startStockGateway } from './stock-gateway.ts';

const rules =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"])';

let subgraph: GrowingSubgraph;
let registry: RegistryProcess;
before(async () => {
  subgraph = await startGrowingSubgraph();
  registry = await startRegistryProcess({
    UPLINK_POLL_SECONDS: '1',
    UPLINK_OPEN_REFS: 'ruled@stock=ruled@current',
  });
});
after(async () => {
  await registry.close();
  await subgraph.close();
});

async function publish(graph: string, sdl: string): Promise<void> {
  const { code, stderr } = await registry.rover(subgraph.publishArguments(graph), { input: sdl });
  assert.equal(code, 0, stderr);
}

async function withGateway(graphRef: string, work: (gateway: StockGateway) => Promise<void>): Promise<void> {
  const gateway = await startStockGateway(registry, graphRef);
  try {
    await work(gateway);
  } finally {
    await gateway.close();
  }
}

test('a stock gateway in managed mode starts on the supergraph of the registry, and swaps when another one runs', async () => {
  await publish('plain@current', subgraph.sdlOf(1));
  await withGateway('plain@current', async (gateway) => {
    assert.deepEqual(await gateway.ask('{ v1 }'), { data: { v1: 1 } });
    assert.ok((await gateway.ask('{ v2 }')).errors);
    await publish('plain@current', subgraph.sdlOf(2));
    await waitFor('the swap', async () => (await gateway.ask('{ v2 }')).data?.['v2'] === 2, 60_000);
  });
});

test('a stock gateway starts on a supergraph with rules only by a ref that is listed for it', async () => {
  await publish(
    'ruled@current',
    `${rules} ${subgraph.sdlOf(1).replace('v1: Int!', 'v1: Int! @authenticated')}`,
  );
  await assert.rejects(startStockGateway(registry, 'ruled@current'), /ended with/);
  await withGateway('ruled@stock', async (gateway) => {
    assert.deepEqual(await gateway.ask('{ v1 }'), { data: { v1: 1 } });
  });
});
