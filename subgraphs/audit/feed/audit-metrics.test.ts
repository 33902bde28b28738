import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import { encodeAuditEntry } from '#platform/audit/audit-codec.ts';
import { auditPartitions, auditTopic } from '#platform/audit/audit-topic.ts';
import { prepareAuditTrail } from '#platform/audit/trail/prepare-audit-trail.ts';
import { createAuditEntry } from '#platform/audit/trail/testing/create-audit-entry.ts';
import { verifyTrail } from '#platform/audit/trail/verify-trail.ts';
import { connectDatabase } from '#platform/database/database.ts';
import { openPostgresEventLog } from '#platform/event-log/postgres/postgres-event-log.ts';
import { migrateSubgraph } from '#platform/graphql/subgraph-definition.ts';
import { createLog } from '#platform/log/log.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { createAuditSubgraph } from '../subgraph.ts';
import { createAuditMetrics } from './audit-metrics.ts';
import { loadAuditLag, readAuditLog } from './read-audit-log.ts';

test('the reader stores the entries of a log, goes on where it was, and its figures tell so', async () => {
  await using opened = new AsyncDisposableStack();
  const owned = await createTestDatabase(
    { name: 'audit', groups: ['audit_trail_writer'] },
    'audit_trail',
    'event_log',
  );
  opened.defer(() => owned.close());
  await prepareAuditTrail(owned.urlOf('audit_trail'));
  const definition = createAuditSubgraph({ changes: createBell(), clock: () => new Date() });
  await migrateSubgraph(definition, owned.urlOf('audit'));
  const database = connectDatabase({ url: owned.urlOf('audit'), name: 'test', maxConnections: 10 });
  opened.defer(() => database.close());
  const { sql } = database;
  const eventLog = await openPostgresEventLog({ url: owned.urlOf('event_log'), name: 'test' });
  opened.defer(() => eventLog.close());
  await eventLog.ensureTopic(auditTopic, auditPartitions);
  const registry = new Registry();
  const metrics = createAuditMetrics(registry, () => loadAuditLag(sql, eventLog));
  const sumOf = async (name: string) => {
    const figure = await registry.getSingleMetric(name)?.get();
    return figure?.values.reduce((sum, { value }) => sum + value, 0);
  };

  const readable = encodeAuditEntry(createAuditEntry());
  await eventLog.append(auditTopic, [readable, { ...readable, value: Buffer.from('{') }]);
  assert.equal(await sumOf('audit_lag_entries'), 2);

  const log = createLog({ name: 'audit', level: 'silent' });
  const start = () => readAuditLog({ sql, eventLog, log, metrics, onAdded: () => {} });
  const reading = await start();
  await waitFor('nothing is left to read', async () => (await sumOf('audit_lag_entries')) === 0);
  await waitFor(
    'the record that is not an entry',
    async () => (await sumOf('audit_dead_entries_total')) === 1,
  );
  await reading.close();
  await eventLog.append(auditTopic, [readable, encodeAuditEntry(createAuditEntry())]);
  const again = await start();
  opened.defer(() => again.close());
  await waitFor('the new entry', async () => (await sumOf('audit_entries_total')) === 2);
  assert.equal(await sumOf('audit_failures_total'), 0);
  const verdict = await verifyTrail(sql);
  assert.deepEqual([verdict.kind, verdict.entries], ['whole', 2]);
});
