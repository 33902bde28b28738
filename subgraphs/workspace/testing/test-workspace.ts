import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { LogRecord } from '#platform/event-log/event-log.ts';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { createTestIssuer, type TestTokenOptions } from '#platform/testing/test-issuer.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { createWebSocketClient } from '#platform/testing/websocket-client.ts';
import { createBell } from '#platform/waiting/bell.ts';
import type { EventRecord } from '#schema/facturation/event.ts';
import { workTopic } from '#schema/work-events/work-topic.ts';
import { storeWorkEvents } from '../feed/read-work-events.ts';
import { createWorkspaceSubgraph } from '../subgraph.ts';

/** A notice as tests request it. */
export interface TestNotice {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly isRead: boolean;
}

/** An event of a subscription as tests request it. */
interface TestNoticeAdded {
  readonly cursor: string;
  readonly unreadCount: number;
  readonly notice: TestNotice;
}

/** The workspace subgraph, to whose log a test appends. */
export interface TestWorkspace extends TestSubgraph {
  /** The issuer and subject of a person, as events name them. */
  personOf(subject: string): string;
  /** A client of a person with these roles. */
  signIn(token: TestTokenOptions & { readonly subject: string }): Promise<GraphqlClient>;
  /** Stores records as the log brings them, and gives the numbers of notices and of dead letters. */
  receive(...records: EventRecord[]): Promise<{ added: number; dead: number }>;
  /** Follows a person's notices; ended by `return`. */
  follow(
    token: TestTokenOptions & { readonly subject: string },
    after?: string,
  ): AsyncIterableIterator<TestNoticeAdded>;
}

export async function startTestWorkspace(): Promise<TestWorkspace> {
  const issuer = await createTestIssuer();
  const changes = createBell();
  const subgraph = await startTestSubgraph(createWorkspaceSubgraph({ changes }), { issuer });
  const { sql } = subgraph.database;
  let nextOffset = 0n;
  return {
    ...subgraph,
    personOf: (subject) => `${issuer.issuer} ${subject}`,
    signIn: async (token) => createGraphqlClient(subgraph.url, await issuer.sign(token)),
    receive: async (...records) => {
      const fromOffset = nextOffset;
      const read = records.map(
        (record, index): LogRecord => ({
          topic: workTopic,
          partition: 0,
          offset: fromOffset + BigInt(index),
          ...record,
        }),
      );
      nextOffset += BigInt(records.length);
      const batch = { topic: workTopic, partition: 0, records: read, fromOffset, nextOffset };
      const outcome = await storeWorkEvents(sql, batch);
      changes.ring();
      return outcome;
    },
    follow: (token, after) => followNotices(subgraph.url, () => issuer.sign(token), after),
    close: async () => {
      await subgraph.close();
      await issuer.close();
    },
  };
}

const addedFields = 'cursor unreadCount notice { id kind subject isRead }';

async function* followNotices(
  url: string,
  sign: () => Promise<string>,
  after: string | undefined,
): AsyncIterableIterator<TestNoticeAdded> {
  const client = createWebSocketClient(url.replace('http', 'ws'), {
    connectionParams: async () => ({ authorization: `Bearer ${await sign()}` }),
  });
  try {
    const events = client.iterate<{ noticeAdded: TestNoticeAdded }>({
      query: `subscription ($after: Cursor) { noticeAdded(after: $after) { ${addedFields} } }`,
      variables: { after },
    });
    for await (const { data, errors } of events) {
      assert.equal(errors, undefined);
      assert.ok(data);
      yield data.noticeAdded;
    }
  } finally {
    await client.dispose();
  }
}

/** A new identity of an event. */
export function newIdentity(source = '/billing') {
  return { id: randomUUID(), source };
}
