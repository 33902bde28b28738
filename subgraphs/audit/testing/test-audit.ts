import assert from 'node:assert/strict';
import { encodeAuditEntry } from '#platform/audit/audit-codec.ts';
import type { AuditEntry } from '#platform/audit/audit-entry.ts';
import { auditTopic } from '#platform/audit/audit-topic.ts';
import { prepareAuditTrail } from '#platform/audit/trail/prepare-audit-trail.ts';
import type { LogRecord, NewRecord } from '#platform/event-log/event-log.ts';
import { migrateSubgraph } from '#platform/graphql/subgraph-definition.ts';
import { createMigratedDatabase } from '#platform/testing/template-database.ts';
import { createTestIssuer } from '#platform/testing/test-issuer.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { createWebSocketClient } from '#platform/testing/websocket-client.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { storeAuditEntries } from '../feed/read-audit-log.ts';
import { createAuditSubgraph } from '../subgraph.ts';

/** An event of the subscription as tests request it. */
interface TestEntryAdded {
  readonly cursor: string;
  readonly entry: { readonly number: number; readonly action: string };
}

/** The audit subgraph, to whose log a test appends. */
export interface TestAudit extends TestSubgraph {
  /** The database's URL with the role that owns the trail. */
  readonly trailOwnerUrl: string;
  /** Stores entries, or records that are none, as the log brings them, and gives the numbers of entries and of dead letters. */
  receive(...records: (AuditEntry | NewRecord)[]): Promise<{ added: number; dead: number }>;
  /** Follows entries as an auditor; ended by `return`. */
  follow(variables?: object): AsyncIterableIterator<TestEntryAdded>;
  /** Sets the clock by which addresses end. */
  setNow(instant: Date): void;
}

export async function startTestAudit(): Promise<TestAudit> {
  const issuer = await createTestIssuer();
  const changes = createBell();
  let now = new Date();
  const definition = createAuditSubgraph({ changes, clock: () => now });
  const owned = await createMigratedDatabase({
    name: 'audit',
    contexts: [{ name: 'audit', groups: ['audit_trail_writer'] }, 'audit_trail'],
    migrate: async (empty) => {
      await prepareAuditTrail(empty.urlOf('audit_trail'));
      await migrateSubgraph(definition, empty.urlOf('audit'));
    },
  });
  const subgraph = await startTestSubgraph(definition, { issuer, databaseUrl: owned.urlOf('audit') });
  let nextOffset = 0n;
  return {
    ...subgraph,
    trailOwnerUrl: owned.urlOf('audit_trail'),
    receive: async (...given) => {
      const fromOffset = nextOffset;
      const records = given
        .map((one) => ('value' in one ? one : encodeAuditEntry(one)))
        .map(
          (record, index): LogRecord => ({
            headers: {},
            timestampMs: 0,
            ...record,
            topic: auditTopic,
            partition: 0,
            offset: fromOffset + BigInt(index),
          }),
        );
      nextOffset += BigInt(records.length);
      const batch = { topic: auditTopic, partition: 0, records, fromOffset, nextOffset };
      const outcome = await storeAuditEntries(subgraph.database.sql, batch);
      changes.ring();
      return outcome;
    },
    follow: (variables) => followEntries(subgraph, variables),
    setNow: (instant) => {
      now = instant;
    },
    close: async () => {
      await subgraph.close();
      await issuer.close();
      await owned.close();
    },
  };
}

async function* followEntries(
  { url, tokenOf }: TestSubgraph,
  variables: object | undefined,
): AsyncIterableIterator<TestEntryAdded> {
  const client = createWebSocketClient(url.replace('http', 'ws'), {
    connectionParams: async () => ({ authorization: `Bearer ${await tokenOf('AUDITOR')}` }),
  });
  try {
    const events = client.iterate<{ auditEntryAdded: TestEntryAdded }>({
      query: `subscription ($filter: AuditEntryFilter, $after: Cursor) {
        auditEntryAdded(filter: $filter, after: $after) { cursor entry { number action } } }`,
      variables: { ...variables },
    });
    for await (const { data, errors } of events) {
      assert.equal(errors, undefined);
      assert.ok(data);
      yield data.auditEntryAdded;
    }
  } finally {
    await client.dispose();
  }
}
