import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { parse } from 'graphql';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { FederatedGraph } from '../graph/graph.ts';
import { createGraph } from '../graph/graph.ts';
import { compose } from '../testing/compose.ts';
import { type ReportServer, startReportServer } from './testing/report-server.ts';
import type { FinishedOperation, UsageBufferLimits } from './usage-buffer.ts';
import type { UsageMetrics } from './usage-metrics.ts';
import { UsageReporter } from './usage-reporter.ts';

const graph: FederatedGraph = createGraph(
  compose([
    { name: 'a', url: 'http://127.0.0.1/graphql', typeDefs: 'type Query { hello(to: String): String }' },
  ]),
  {
    maxPlans: 1,
    createExecutor: () => ({ execute: () => Promise.reject(new Error('not run here')) }),
  },
);
const document = parse('query Hello($to: String) { hello(to: $to) }');
const hello: FinishedOperation = {
  graph,
  document,
  operationName: 'Hello',
  client: { name: 'shop', version: '' },
  variables: {},
  hasErrors: false,
  tookMs: 3,
};

let server: ReportServer;
let reporter: UsageReporter;
let logLines: string[];
let counted: Record<string, number>;

beforeEach(async () => {
  server = await startReportServer();
  logLines = [];
  counted = {};
});
afterEach(async () => {
  await reporter.close();
  await server.close();
});

const count = (name: string) => {
  counted[name] = (counted[name] ?? 0) + 1;
};
const metrics: UsageMetrics = { operationCounted: count, reportEnded: count };

function open({ intervalMs = 10, limits }: { intervalMs?: number; limits?: UsageBufferLimits } = {}): void {
  const log = createLog({
    name: 'test',
    level: 'info',
    destination: { write: (line) => void logLines.push(line) },
  });
  reporter = new UsageReporter({
    url: server.url,
    key: 'a key for tests alone',
    graphRef: 'a@current',
    log,
    metrics,
    intervalMs,
    ...(limits && { limits }),
  });
}

const totalOf = ({ reports }: ReportServer) =>
  reports.flatMap(({ periods }) => periods).reduce((sum, period) => sum + period.count, 0);

test('reports are sent from time to time, and nothing when nothing was run', async () => {
  open();
  reporter.record(hello);
  await waitFor('a report', () => server.reports.length === 1);
  reporter.record({ ...hello, variables: { to: 'ann' }, hasErrors: true, tookMs: 60_000 });
  await waitFor('another report', () => server.reports.length === 2);
  const [first, second] = server.reports.map(({ periods }) => periods[0]);
  assert.deepEqual(first?.coordinates, { 'Query.hello': 1 });
  assert.deepEqual([first?.errors, first?.latency.indexOf(1)], [0, 2]);
  assert.deepEqual(Object.keys(second?.coordinates ?? {}).sort(), [
    'Query.hello',
    'Query.hello(to:)',
    'Query.hello(to:)!',
  ]);
  assert.deepEqual([second?.errors, second?.latency.indexOf(1)], [1, 14]);
  assert.equal(server.keys.length, 2);
});

test('while reports fail, operations go on being counted; then all are sent, each once', async () => {
  open();
  server.answerWith(503);
  for (let index = 0; index < 5; index += 1) reporter.record(hello);
  await waitFor('failures', () => (counted['failed'] ?? 0) >= 3);
  for (let index = 0; index < 7; index += 1) reporter.record(hello);
  server.answerWith(204);
  await waitFor('all reports', () => totalOf(server) === 12);
  assert.equal(new Set(server.reports.map(({ id }) => id)).size, server.reports.length);
  await waitFor('the log', () => logLines.length === 2);
  assert.match(logLines.join(), /status 503.*cannot be sent.*taken again/s);
});

test('a report that is refused is left out, and the next one is sent', async () => {
  open();
  server.answerWith(401);
  reporter.record(hello);
  await waitFor('a refusal', () => counted['refused'] === 1);
  server.answerWith(204);
  reporter.record(hello);
  await waitFor('a report', () => totalOf(server) === 1);
  assert.match(logLines.join(), /refused and left out/);
});

test('what is left is sent at the end', async () => {
  open({ intervalMs: 60_000 });
  reporter.record(hello);
  await reporter.close();
  assert.equal(totalOf(server), 1);
});

test('a server that does not answer holds the end up for two seconds at most', async () => {
  open({ intervalMs: 60_000 });
  server.answerWith(0);
  reporter.record(hello);
  const from = performance.now();
  await reporter.close();
  assert.ok(performance.now() - from < 8_000);
});

test('a buffer that is full counts what it knows, and leaves out what is new', async () => {
  open({ intervalMs: 60_000, limits: { maxPeriods: 3, maxTextLength: 1_000 } });
  const of = (name: string) => ({ ...hello, client: { name, version: '' } });
  for (const name of ['a', 'b', 'c', 'd', 'e', 'a']) reporter.record(of(name));
  assert.deepEqual(counted, { counted: 4, left_out: 2 });
  await reporter.close();
  assert.equal(totalOf(server), 4);
});

test('two documents that differ in literals alone are one operation', async () => {
  open({ intervalMs: 60_000 });
  const withLiteral = (to: string) => ({ ...hello, document: parse(`query Hello { hello(to: "${to}") }`) });
  reporter.record(withLiteral('ann'));
  reporter.record(withLiteral('bob'));
  await reporter.close();
  const [period, ...others] = server.reports.flatMap(({ periods }) => periods);
  assert.deepEqual([period?.count, period?.coordinates['Query.hello(to:)!'], others.length], [2, 2, 0]);
});

test('many documents of one operation are all counted, with what each of them gives', async () => {
  open({ intervalMs: 60_000 });
  const withLiteral = (to: string) => ({ ...hello, document: parse(`query Hello { hello(to: ${to}) }`) });
  for (let index = 0; index < 100; index += 1) {
    reporter.record(withLiteral(index % 4 === 0 ? 'null' : `"${index}"`));
  }
  await reporter.close();
  const [period, ...others] = server.reports.flatMap(({ periods }) => periods);
  assert.deepEqual([period?.count, others.length], [100, 0]);
  assert.deepEqual(period?.coordinates, {
    'Query.hello': 100,
    'Query.hello(to:)': 100,
    'Query.hello(to:)!': 75,
  });
});

test('an operation that cannot be counted harms nothing', () => {
  open();
  reporter.record({ ...hello, operationName: 'Unknown' });
  assert.deepEqual(counted, { left_out: 1 });
  assert.match(logLines.join(), /could not be counted/);
});
