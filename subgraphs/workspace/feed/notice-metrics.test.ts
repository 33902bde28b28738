import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Registry } from 'prom-client';
import { connectDatabase } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { openPostgresEventLog } from '#platform/event-log/postgres/postgres-event-log.ts';
import { createLog } from '#platform/log/log.ts';
import { createMigratedDatabase } from '#platform/testing/template-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { stockLow } from '#schema/work-events/stock-low.ts';
import { workPartitions, workTopic } from '#schema/work-events/work-topic.ts';
import { newIdentity } from '../testing/test-workspace.ts';
import { createNoticeMetrics } from './notice-metrics.ts';
import { loadWorkLag, readWorkEvents } from './read-work-events.ts';

const folder = fileURLToPath(new URL('../migrations', import.meta.url));

test('the figures tell how far the reader is behind, and what became of the events', async () => {
  await using opened = new AsyncDisposableStack();
  const owned = await createMigratedDatabase({
    name: 'workspace-log',
    contexts: ['workspace', 'event_log'],
    migrate: (empty) => migrateDatabase({ url: empty.urlOf('workspace'), schema: 'workspace', folder }),
  });
  opened.defer(() => owned.close());
  const database = connectDatabase({ url: owned.urlOf('workspace'), name: 'test', maxConnections: 10 });
  opened.defer(() => database.close());
  const { sql } = database;
  const eventLog = await openPostgresEventLog({ url: owned.urlOf('event_log'), name: 'test' });
  opened.defer(() => eventLog.close());
  await eventLog.ensureTopic(workTopic, workPartitions);
  const registry = new Registry();
  const metrics = createNoticeMetrics(registry, () => loadWorkLag(sql, eventLog));
  const sumOf = async (name: string) => {
    const figure = await registry.getSingleMetric(name)?.get();
    return figure?.values.reduce((sum, { value }) => sum + value, 0);
  };

  const event = {
    productId: randomUUID(),
    sku: 'A-1',
    stock: '2',
    lowAt: '5',
    movedAt: '2026-03-01T09:30:00.000Z',
  };
  const readable = stockLow.encode(event, newIdentity('/product'));
  const unreadable = { ...readable, value: Buffer.from('{') };
  await eventLog.append(workTopic, [readable, unreadable]);
  assert.equal(await sumOf('workspace_lag_events'), 2);

  const log = createLog({ name: 'workspace', level: 'silent' });
  const reading = await readWorkEvents({ sql, eventLog, log, metrics, onAdded: () => {} });
  opened.defer(() => reading.close());
  await waitFor('nothing is left to read', async () => (await sumOf('workspace_lag_events')) === 0);
  await waitFor('both events are counted', async () => (await sumOf('workspace_dead_events_total')) === 1);
  assert.equal(await sumOf('workspace_notices_total'), 1);
  assert.equal(await sumOf('workspace_failures_total'), 0);
});
