import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Registry } from 'prom-client';
import type { EventLog } from '#platform/event-log/event-log.ts';
import { traceEventLog } from '#platform/event-log/traced-event-log.ts';
import { createLog } from '#platform/log/log.ts';
import { relayBatch } from '#platform/outbox/relay-batch.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { openTracing } from '#platform/tracing/open-tracing.ts';
import { type OtlpReceiver, startOtlpReceiver } from '#platform/tracing/testing/otlp-receiver.ts';
import { runInSpan, type TraceSpan, type Tracing } from '#platform/tracing/tracing.ts';
import { tracingSchema } from '#platform/tracing/tracing-fields.ts';
import { createTestOutbox, type TestOutbox } from '../testing/test-outbox.ts';

let outbox: TestOutbox;
let receiver: OtlpReceiver;
let tracing: Tracing;
let log: EventLog;
const closers: (() => unknown)[] = [];

before(async () => {
  receiver = await startOtlpReceiver();
  closers.push(() => receiver.close());
  outbox = await createTestOutbox();
  closers.push(() => outbox.close());
  const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, OTEL_BSP_SCHEDULE_DELAY: '10' };
  const opened = await openTracing(tracingSchema.parse(variables), {
    name: 'test',
    log: createLog({ name: 'test', level: 'silent' }),
    registry: new Registry(),
    owner: { own: (_label, close) => closers.push(close) },
  });
  assert.ok(opened);
  tracing = opened;
  log = traceEventLog(outbox.log, tracing);
});
after(async () => {
  for (const close of closers.reverse()) await close();
});

const relay = (topic: string, to: EventLog = log) =>
  relayBatch(
    {
      sql: outbox.database.sql,
      outbox: 'billing.outbox',
      log: to,
      topic,
      batchSize: 1_000,
      appendTimeoutMs: 5_000,
    },
    new AbortController().signal,
  );

const startRequest = (parent?: string) => tracing.startSpan('request', { kind: 'server', parent });
const idOf = ({ traceparent }: TraceSpan) => traceparent.split('-')[2];
const toTrace = ({ traceparent }: TraceSpan) => traceparent.split('-')[1];

test('a message follows from the request that wrote it, and its reader from its append', async () => {
  await log.ensureTopic('followed', 1);
  const request = startRequest();
  await runInSpan(request, () => outbox.write('a', 'traced'));
  await outbox.write('a', 'of no request');
  await relay('followed');
  const read: string[] = [];
  const subscription = await log.subscribe({
    topic: 'followed',
    group: 'readers',
    startAt: async () => 0n,
    onBatch: async ({ records }) => void read.push(...records.map(({ value }) => String(Buffer.from(value)))),
  });
  await waitFor('both messages', () => read.length === 2);
  await subscription.close();
  const processed = await receiver.waitForSpan(({ name }) => name === 'process followed');
  const sent = await receiver.waitForSpan(({ name }) => name === 'send followed');
  assert.deepEqual([sent.traceId, sent.parentSpanId], [toTrace(request), idOf(request)]);
  assert.deepEqual([processed.traceId, processed.parentSpanId], [toTrace(request), sent.spanId]);
  assert.deepEqual(processed.attributes, {
    'messaging.destination.name': 'followed',
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.consumer.group.name': 'readers',
    'messaging.destination.partition.id': '0',
  });
  assert.equal(receiver.spans.filter(({ name }) => name.endsWith('followed')).length, 2);
});

test('a request whose trace is not recorded leaves its message as it is', async () => {
  await log.ensureTopic('unrecorded', 1);
  const request = startRequest('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00');
  await runInSpan(request, () => outbox.write('a', 'text'));
  await relay('unrecorded');
  const [record] = await outbox.readAll('unrecorded');
  assert.deepEqual(Object.keys(record?.headers ?? {}), ['ce_id']);
});

test('of a backlog a hundred messages have spans, and all are sent', async () => {
  await log.ensureTopic('backlog', 1);
  const request = startRequest();
  await runInSpan(request, async () => {
    for (let nth = 0; nth < 120; nth += 1) await outbox.write('a', String(nth));
  });
  await relay('backlog');
  assert.equal((await outbox.readAll('backlog')).length, 120);
  const sent = () => receiver.spans.filter(({ name }) => name === 'send backlog').length;
  await waitFor('the spans', () => sent() >= 100);
  assert.equal(sent(), 100);
});

test('an append that fails is told in its spans, and the next one has spans of its own', async () => {
  await log.ensureTopic('failing', 1);
  await runInSpan(startRequest(), () => outbox.write('a', 'text'));
  const failing = traceEventLog({ ...outbox.log, append: () => Promise.reject(new Error('away')) }, tracing);
  await assert.rejects(relay('failing', failing), /away/);
  const failed = await receiver.waitForSpan(({ name }) => name === 'send failing');
  assert.equal(failed.isFailed, true);
  await relay('failing');
  await receiver.waitForSpan(({ name, isFailed }) => name === 'send failing' && !isFailed);
});
