import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createWebSocketClient } from '#platform/testing/websocket-client.ts';
import type { UsagePeriod } from '#platform/usage/usage-report.ts';
import { askByTransport } from '../testing/ask-by-transport.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { type ReportServer, startReportServer } from './testing/report-server.ts';

const trusted = 'query Trusted { hello }';
const hash = createHash('sha256').update(trusted).digest('hex');

let server: ReportServer;
let gateway: TestGateway;
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usage-'));
  const documents = join(folder, 'documents.json');
  await writeFile(documents, JSON.stringify({ [hash]: trusted }));
  server = await startReportServer();
  gateway = await startTestGateway({
    USAGE_REPORT_URL: server.url,
    REGISTRY_KEY: 'a key for tests alone',
    REGISTRY_GRAPH: 'library',
    TRUSTED_DOCUMENTS_FILE: documents,
  });
});
after(async () => {
  await gateway.close();
  await server.close();
  await rm(folder, { recursive: true });
});

const named = (name: string, version = '') => ({
  'apollographql-client-name': name,
  'apollographql-client-version': version,
});

test('what a gateway ran is reported when it stops: by every transport, by client, without values', async () => {
  for (const ask of Object.values(askByTransport)) {
    await ask(gateway.url, {
      query: 'query Hi($text: String!) { echo(text: $text) }',
      variables: { text: 'hunter2' },
    });
  }
  await gateway.ask('{ find(filter: {title: "hunter2", sizes: [31337]}) { isbn } }', {
    headers: named('shop', '1.2'),
  });
  await gateway.ask('{ find(filter: {title: "hunter3", sizes: []}) { isbn } }', {
    headers: named('shop', '1.2'),
  });
  await gateway.ask('{ broken }', { headers: named('shop', '1.2') });
  await gateway.ask('mutation Touch { touch }', { roles: [] });
  await gateway.ask('{ nothing }', { headers: named('shop', '1.2') });
  const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
  await askByTransport['HTTP POST']?.(gateway.url, { extensions });
  await subscribeOnce('subscription Visitors { visitors { count } }');

  await gateway.stop();
  assert.equal(server.reports.length, 1);
  const [report] = server.reports;
  assert.equal(report?.graphRef, 'library@current');
  assert.deepEqual(server.keys, ['a key for tests alone']);
  assert.doesNotMatch(server.texts.join(), /hunter|31337/);

  const periods = report?.periods ?? [];
  const find = (pattern: RegExp) => periods.filter(({ operation }) => pattern.test(operation.text));
  const only = (pattern: RegExp): UsagePeriod => {
    const [period, ...others] = find(pattern);
    assert.ok(period && others.length === 0, `${pattern}: ${others.length}`);
    return period;
  };

  const echo = only(/echo/);
  assert.equal(echo.count, Object.keys(askByTransport).length);
  assert.equal(
    echo.latency.reduce((sum, count) => sum + count, 0),
    echo.count,
  );
  assert.deepEqual(echo.operation.name, 'Hi');
  assert.deepEqual(echo.coordinates, {
    'Query.echo': 4,
    'Query.echo(text:)': 4,
    'Query.echo(text:)!': 4,
  });

  const found = only(/find/);
  assert.deepEqual(found.client, { name: 'shop', version: '1.2' });
  assert.equal(found.count, 2);
  assert.equal(found.coordinates['Filter.title'], 2);
  assert.equal(found.coordinates['Filter.within'], undefined);
  assert.match(found.operation.text, /find\(filter: \{title: \$_1, sizes: \$_2\}\)/);

  assert.equal(only(/broken/).errors, 1);
  assert.equal(only(/touch/).client.name, 'facturation-web');
  assert.equal(only(/hello/).operation.name, 'Trusted');
  const visitors = only(/visitors/);
  assert.deepEqual([visitors.operation.type, visitors.client.name], ['subscription', 'watcher']);
  assert.ok(visitors.latency.every((count) => count === 0));
  assert.equal(find(/nothing/).length, 0);
});

async function subscribeOnce(query: string): Promise<void> {
  const client = createWebSocketClient(gateway.url.replace(/^http/, 'ws'), {
    connectionParams: { 'Apollographql-Client-Name': 'watcher' },
  });
  const results = client.iterate({ query });
  await results.next();
  await results.return?.();
  await client.dispose();
}
