import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import postgres from 'postgres';
import { endRun } from '../end-run.ts';
import { startRegistryProcess } from '../rover/registry-process.ts';
import { startGatewayProcess } from './gateway-process.ts';
import { startGrowingSubgraph } from './growing-subgraph.ts';

const graphRef = 'growing@current';

test('what a gateway ran is in the registry once the gateway has stopped', async () => {
  const folder = await mkdtemp(`${tmpdir()}/usage-`);
  const steps: (() => Promise<void>)[] = [() => rm(folder, { recursive: true })];
  try {
    const subgraph = await startGrowingSubgraph();
    steps.unshift(() => subgraph.close());
    const registry = await startRegistryProcess();
    steps.unshift(() => registry.close());
    const published = await registry.rover(subgraph.publishArguments(graphRef), { input: subgraph.sdlOf(2) });
    assert.equal(published.code, 0, published.stderr);
    const gateway = await startGatewayProcess({ registry, graphRef, dataFolder: folder });
    for (let index = 0; index < 3; index += 1) await gateway.ask('query Ask { v1 }');
    assert.equal(await gateway.terminate(), 0);

    const sql = postgres(registry.database.urlOf('registry'), { max: 1 });
    steps.unshift(() => sql.end());
    const rows = await sql`
      select name, count::int from registry.usage_operations join registry.operation_usage on id = operation_id`;
    assert.deepEqual([...rows], [{ name: 'Ask', count: 3 }]);
    const coordinates = await sql`select coordinate, count::int from registry.coordinate_usage`;
    assert.deepEqual([...coordinates], [{ coordinate: 'Query.v1', count: 3 }]);
  } finally {
    await endRun(steps);
  }
});
