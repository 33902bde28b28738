import { listenToNotifications } from '#platform/database/notifications.ts';
import type { EventLog } from '#platform/event-log/event-log.ts';
import type { ServiceParts } from '#platform/process/service.ts';
import { openDatabase } from '#platform/process/service-parts.ts';
import { closeDeadlines, requestDeadlines } from '#platform/waiting/deadlines.ts';
import type { OutboxTable } from './outbox-table.ts';
import { startRelay } from './relay.ts';
import { relayBatch } from './relay-batch.ts';
import { toOutboxChannel, toOutboxName } from './write-to-outbox.ts';

export interface OutboxRelayOptions {
  readonly outbox: OutboxTable;
  readonly eventLog: EventLog;
  readonly topic: string;
  /** The number of partitions of the topic, if it does not exist yet. */
  readonly partitions: number;
}

const batchSize = 100;
/** The interval at which the relay looks for messages without a hint, in milliseconds. */
const pollMs = 1_000;

/**
 * Starts to move the messages of an outbox to the event log, in a service that owns the outbox. Of several processes one is
 * at work. The service's owner ends it.
 */
export function startOutboxRelay(
  service: ServiceParts<{ readonly DATABASE_URL: string }>,
  { outbox, eventLog, topic, partitions }: OutboxRelayOptions,
): void {
  const { configuration, log, owner } = service;
  const name = toOutboxName(outbox);
  const { sql } = openDatabase(service, { name: `relay of ${name}`, maxConnections: 1 });
  const options = {
    sql,
    outbox: name,
    log: eventLog,
    topic,
    batchSize,
    appendTimeoutMs: requestDeadlines.appendMs,
  };
  const relay = startRelay({
    prepare: () => eventLog.ensureTopic(topic, partitions),
    relayBatch: (signal) => relayBatch(options, signal),
    onRound: () => {},
    onFailure: (error, failures, waitMs) =>
      log.warn(
        { err: error, outbox: name, failures, waitMs: Math.round(waitMs) },
        'could not relay; trying again',
      ),
    pollMs,
    finishWithinMs: closeDeadlines.lastWorkMs,
  });
  owner.own(`relay of ${name}`, () => relay.close());
  const hints = listenToNotifications({
    url: configuration.DATABASE_URL,
    name: `hints of ${name}`,
    channels: [toOutboxChannel(name)],
    onNotification: relay.hint,
  });
  owner.own(`hints of ${name}`, () => hints.close());
}
