import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { Registry } from 'prom-client';
import type { Environment } from '#platform/configuration/environment.ts';
import { createLog } from '#platform/log/log.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { openTracing } from './open-tracing.ts';
import { startOtlpReceiver } from './testing/otlp-receiver.ts';
import type { Tracing } from './tracing.ts';
import { tracingSchema } from './tracing-fields.ts';

/** Opens traces as a service does. */
async function open(environment: Environment) {
  const lines: string[] = [];
  const closers: (() => unknown)[] = [];
  const registry = new Registry();
  const tracing = await openTracing(tracingSchema.parse(environment), {
    name: 'test',
    log: createLog({ name: 'test', destination: { write: (line) => void lines.push(line) } }),
    registry,
    owner: { own: (_label, close) => void closers.push(close) },
  });
  return {
    tracing,
    complaints: () => lines.filter((line) => line.includes('spans were dropped')),
    figures: () => registry.metrics(),
    close: async () => {
      for (const close of closers) await close();
    },
  };
}

function record(tracing: Tracing | undefined, spans: number): void {
  assert.ok(tracing);
  for (let nth = 0; nth < spans; nth += 1) tracing.startSpan('work', { kind: 'internal' }).end();
}

/** The modules of OpenTelemetry's SDK in this process. */
function findLoadedModules(): string[] {
  const { cache } = createRequire(import.meta.url);
  return Object.keys(cache).filter((path) => path.includes('@opentelemetry/sdk-trace/'));
}

test('nothing is traced without a receiver, nor is any code for it loaded', async () => {
  assert.equal((await open({})).tracing, undefined);
  const disabled = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_SDK_DISABLED: 'true' };
  assert.equal((await open(disabled)).tracing, undefined);
  assert.deepEqual(findLoadedModules(), []);
});

test('what waits at the end of a service is exported', async (t) => {
  const receiver = await startOtlpReceiver();
  t.after(() => receiver.close());
  const { tracing, close, figures } = await open({
    OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.endpoint}/`,
    OTEL_SERVICE_NAME: 'named',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging',
    OTEL_BSP_SCHEDULE_DELAY: '60000',
  });
  assert.ok(findLoadedModules().length > 0);
  record(tracing, 1_300);
  await close();
  assert.equal(receiver.spans.length, 1_300);
  assert.equal(receiver.spans[0]?.service, 'named');
  assert.match(receiver.bodies[0] ?? '', /"deployment.environment.name".{1,40}"staging"/);
  assert.match(await figures(), /^tracing_spans_exported_total 1300$/m);
});

test('a ratio decides for new traces, and a parent for its own', async (t) => {
  const receiver = await startOtlpReceiver();
  t.after(() => receiver.close());
  const { tracing, close } = await open({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.25',
  });
  record(tracing, 400);
  const traceId = 'a'.repeat(32);
  const parent = `00-${traceId}-b7ad6b7169203331-01`;
  const child = tracing?.startSpan('child', { kind: 'internal', parent });
  assert.match(child?.traceparent ?? '', new RegExp(`^00-${traceId}-[\\da-f]{16}-01$`));
  child?.end();
  await close();
  const roots = receiver.spans.filter(({ name }) => name === 'work').length;
  assert.ok(roots > 40 && roots < 180, `${roots} of 400`);
  assert.equal(receiver.spans.filter(({ name }) => name === 'child').length, 1);
});

test('spans beyond the queue are dropped and counted while the receiver is down', async () => {
  const { tracing, close, figures, complaints } = await open({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await findFreePort()}`,
    OTEL_EXPORTER_OTLP_TIMEOUT: '100',
    OTEL_BSP_MAX_QUEUE_SIZE: '10',
    OTEL_BSP_SCHEDULE_DELAY: '10',
  });
  record(tracing, 1_010);
  assert.match(await figures(), /^tracing_spans_dropped_total\{reason="queue_full"\} 1000$/m);
  const failed = /^tracing_spans_dropped_total\{reason="export_failed"\} 10$/m;
  await waitFor('the export to fail', async () => failed.test(await figures()));
  record(tracing, 5);
  await close();
  assert.equal(complaints().length, 1);
});

/** Starts a receiver that takes exports and never answers. */
async function startMuteReceiver(t: TestContext): Promise<string> {
  const server: Server = createServer(() => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a receiver that does not answer holds up the end of a service for two seconds at the most', async (t) => {
  const { tracing, close } = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: await startMuteReceiver(t) });
  record(tracing, 1_300);
  const from = performance.now();
  await close();
  assert.ok(performance.now() - from < 8_000);
});

test('each variable that is wrong is named, with what would be right', () => {
  const { error } = tracingSchema.safeParse({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization',
    OTEL_TRACES_SAMPLER: 'jaeger_remote',
    OTEL_TRACES_SAMPLER_ARG: '2',
  });
  assert.deepEqual(
    error?.issues.map(({ path }) => path[0]),
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'OTEL_EXPORTER_OTLP_PROTOCOL',
      'OTEL_EXPORTER_OTLP_HEADERS',
      'OTEL_TRACES_SAMPLER',
      'OTEL_TRACES_SAMPLER_ARG',
    ],
  );
});
