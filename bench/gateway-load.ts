import { createHistogram } from 'node:perf_hooks';
import autocannon from 'autocannon';
import { Command } from 'commander';
import { startRunningSystem } from '../e2e/running-system.ts';
import { describeMachine, toMarkdownTable } from './markdown.ts';
import { readProcessFigures } from './process-figures.ts';

/**
 * The requests per second that the gateway answers, and their latencies: the query across three subgraphs, against a
 * system of its own with the demo's data.
 */
const { connections, seconds, warmUp } = new Command()
  .name('gateway-load')
  .option('--connections <count>', 'connections at once', Number, 50)
  .option('--seconds <count>', 'how long to measure', Number, 20)
  .option('--warm-up <count>', 'seconds of the same load before', Number, 10)
  .parse()
  .opts<{ connections: number; seconds: number; warmUp: number }>();

const query = `{
  invoices { edges { node {
    number total { amount } customer { displayName email } lines { product { sku name } }
  } } }
}`;

const system = await startRunningSystem({ flags: [] });
try {
  const rows: string[][] = [];
  for (const user of ['admin', 'billing-manager']) rows.push(await measure(user));
  const dataFolder = system.environment['DATA_DIR'] ?? '';
  const before = await readProcessFigures(dataFolder);
  const startedAt = performance.now();
  await load('admin', seconds);
  const elapsed = (performance.now() - startedAt) / 1_000;
  const after = await readProcessFigures(dataFolder);
  console.log(
    `${describeMachine()}; ${connections} connections for ${seconds} s after ${warmUp} s; the load generator runs on the same machine.\n`,
  );
  console.log(
    toMarkdownTable(['user', 'requests/s', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms', 'failed'], rows),
  );
  console.log(`\nOf each process, under the load of admin (100 % is one core):\n`);
  console.log(
    toMarkdownTable(
      ['process', 'CPU', 'memory MiB'],
      after.map((now, index) => {
        const used = now.cpuSeconds - (before[index]?.cpuSeconds ?? 0);
        return [now.name, `${Math.round((used / elapsed) * 100)} %`, now.memoryMiB.toFixed(0)];
      }),
    ),
  );
} finally {
  await system.stop();
}

async function measure(user: string): Promise<string[]> {
  await load(user, warmUp);
  const { histogram, perSecond, failed } = await load(user, seconds);
  const ms = (microseconds: number) => (microseconds / 1_000).toFixed(1);
  return [
    user,
    perSecond.toFixed(0),
    ...[50, 95, 99].map((percentile) => ms(histogram.percentile(percentile))),
    ms(histogram.max),
    String(failed),
  ];
}

async function load(user: string, duration: number) {
  const histogram = createHistogram();
  const result = await autocannon({
    url: system.gatewayUrl,
    method: 'POST',
    connections,
    duration,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await system.tokenOf(user)}` },
    body: JSON.stringify({ query }),
    setupClient: (client) =>
      client.on('response', (_status, _bytes, elapsedMs) => {
        histogram.record(Math.max(1, Math.round(elapsedMs * 1_000)));
      }),
  });
  return {
    histogram,
    perSecond: result.requests.total / result.duration,
    failed: result.errors + result.timeouts + result.non2xx,
  };
}
