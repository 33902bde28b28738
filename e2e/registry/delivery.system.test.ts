import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { endRun } from '../end-run.ts';
import { startRegistryProcess } from '../rover/registry-process.ts';
import { startGatewayProcess, timeToVersion } from './gateway-process.ts';
import { brokenSdl, startGrowingSubgraph } from './growing-subgraph.ts';
import { startLoad } from './load.ts';

const graphRef = 'growing@current';
const versions = 20;
/** After this version, one is published that does not compose. */
const versionBeforeBroken = 10;
const usualDeliveryMs = 5_000;
/** Of the slowest of all, which publishing and loads on the same machine may hold up. */
const maxDeliveryMs = 15_000;

test('twenty versions and a broken one are published under load: no request fails, and fields are there within seconds', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'delivery-'));
  const steps: (() => Promise<void>)[] = [() => rm(folder, { recursive: true })];
  try {
    const subgraph = await startGrowingSubgraph();
    steps.unshift(() => subgraph.close());
    const registry = await startRegistryProcess();
    steps.unshift(() => registry.close());
    const publish = async (sdl: string) => {
      const { code, stderr } = await registry.rover(subgraph.publishArguments(graphRef), { input: sdl });
      assert.equal(code, 0, stderr);
      return stderr;
    };
    await publish(subgraph.sdlOf(0));
    const gateways = await Promise.all(
      ['a', 'b'].map((name) => startGatewayProcess({ registry, graphRef, dataFolder: join(folder, name) })),
    );
    for (const gateway of gateways) steps.unshift(async () => void (await gateway.terminate()));

    const loads = gateways.map(({ address }) => startLoad(address));
    for (const load of loads) steps.unshift(async () => void (await load.stop()));
    const tookMs: number[] = [];
    for (let version = 1; version <= versions; version += 1) {
      await publish(subgraph.sdlOf(version));
      tookMs.push(await timeToVersion(gateways, version));
      if (version !== versionBeforeBroken) continue;
      assert.match(await publish(brokenSdl), /INVALID_GRAPHQL/);
      for (const gateway of gateways) assert.ok((await gateway.ask(`{ v${version} }`)).data);
    }
    const results = await Promise.all(loads.map((load) => load.stop()));

    const sorted = tookMs.toSorted((one, other) => one - other).map(Math.round);
    t.diagnostic(
      `${versions} versions to ${gateways.length} gateways in ${sorted[0]} to ${sorted.at(-1)} ms, median ${sorted[versions / 2]} ms; ` +
        `${results.map(({ answered }) => answered).join(' and ')} requests answered meanwhile`,
    );
    assert.deepEqual(
      results.map(({ failed }) => failed),
      [0, 0],
    );
    assert.ok(results.every(({ answered }) => answered > 0));
    assert.ok((sorted[versions / 2] ?? 0) < usualDeliveryMs, `median ${sorted[versions / 2]} ms`);
    assert.ok((sorted.at(-1) ?? 0) < maxDeliveryMs, `${sorted.at(-1)} ms`);
  } finally {
    await endRun(steps);
  }
});
