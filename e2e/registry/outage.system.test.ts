import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { provisionDatabase } from '#platform/database/provision.ts';
import { startKillablePostgres } from '#platform/testing/killable-postgres.ts';
import { startTestProcess } from '#platform/testing/test-process.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { endRun } from '../end-run.ts';
import { runRover } from '../rover/run-rover.ts';
import { type GatewayProcess, startGatewayProcess, timeToVersion } from './gateway-process.ts';
import { startGrowingSubgraph } from './growing-subgraph.ts';
import { startLoad } from './load.ts';

const graphRef = 'growing@current';
/** The time for which registry and database are gone. */
const outageMs = pickSize({ quick: 10_000, long: 60_000 });
const maxDeliveryMs = 10_000;

test('while registry and database are gone, gateways go on and also start; then they take the next version', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'outage-'));
  const steps: (() => Promise<void>)[] = [() => rm(folder, { recursive: true })];
  try {
    const subgraph = await startGrowingSubgraph();
    steps.unshift(() => subgraph.close());
    const postgres = await startKillablePostgres();
    steps.unshift(() => postgres.stop());
    const urls = await provisionDatabase(postgres.url, [{ name: 'registry', password: 'test' }]);
    const key = randomBytes(32).toString('base64url');
    const gatewayKey = randomBytes(32).toString('base64url');
    const startRegistry = (port?: number) =>
      startTestProcess({
        main: new URL('../../registry/main.ts', import.meta.url),
        portVariable: 'REGISTRY_PORT',
        ...(port !== undefined && { port }),
        environment: {
          DATABASE_URL: urls['registry'] ?? '',
          REGISTRY_ADMIN_KEY: key,
          REGISTRY_GATEWAY_KEY: gatewayKey,
          LOG_LEVEL: 'fatal',
        },
      });
    let registry = await startRegistry();
    steps.unshift(async () => void (await registry.terminate()));
    const { address } = registry;
    const rover = async (args: readonly string[], input?: string) => {
      const run = await runRover({ address, key }, args, input === undefined ? {} : { input });
      assert.equal(run.code, 0, run.stderr);
      return run.stdout;
    };
    const publish = (version: number) => rover(subgraph.publishArguments(graphRef), subgraph.sdlOf(version));
    const open = async (name: string, supergraphFile?: string): Promise<GatewayProcess> => {
      const gateway = await startGatewayProcess({
        registry: { address, gatewayKey },
        graphRef,
        dataFolder: join(folder, name),
        ...(supergraphFile !== undefined && { supergraphFile }),
      });
      steps.unshift(async () => void (await gateway.terminate()));
      return gateway;
    };

    await publish(1);
    const file = join(folder, 'supergraph.graphql');
    await writeFile(file, await rover(['supergraph', 'fetch', graphRef]));
    const running = await open('running');
    const earlier = await open('earlier');
    assert.equal(await earlier.terminate(), 0);

    const load = startLoad(running.address);
    steps.unshift(async () => void (await load.stop()));
    await registry.kill();
    await postgres.kill();
    const goneAt = performance.now();
    const started = [await open('earlier'), await open('new', file)];
    for (const gateway of started) assert.deepEqual((await gateway.ask('{ v1 }')).data, { v1: 1 });
    await delay(Math.max(0, outageMs - (performance.now() - goneAt)));
    const goneMs = performance.now() - goneAt;
    await postgres.restart();
    registry = await startRegistry(Number(new URL(address).port));
    await publish(2);
    const tookMs = await timeToVersion([running, ...started], 2);
    const { answered, failed } = await load.stop();

    t.diagnostic(
      `gone for ${Math.round(goneMs / 1_000)} s; the next version came within ${Math.round(tookMs)} ms; ${answered} requests answered meanwhile`,
    );
    assert.equal(failed, 0);
    assert.ok(tookMs < maxDeliveryMs, `${tookMs} ms`);
  } finally {
    await endRun(steps);
  }
});
