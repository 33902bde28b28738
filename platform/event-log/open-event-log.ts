import type { Tracing } from '#platform/tracing/tracing.ts';
import { type EventLogVariables, toKafkaSecurity } from './configuration.ts';
import type { EventLog } from './event-log.ts';
import { EventLogError } from './event-log-error.ts';
import { openKafkaEventLog } from './kafka/kafka-event-log.ts';
import { openPostgresEventLog } from './postgres/postgres-event-log.ts';
import { traceEventLog } from './traced-event-log.ts';

/**
 * Opens the event log that the configuration names.
 *
 * @param name the process that reads or writes
 * @param tracing records spans of records that belong to a trace
 * @throws {EventLogError} LOG_UNAVAILABLE
 */
export async function openEventLog(
  variables: EventLogVariables,
  name: string,
  tracing?: Tracing,
): Promise<EventLog> {
  const log = await openPlainEventLog(variables, name);
  return tracing === undefined ? log : traceEventLog(log, tracing);
}

async function openPlainEventLog(variables: EventLogVariables, name: string): Promise<EventLog> {
  const { KAFKA_BROKERS: brokers, EVENT_LOG_DATABASE_URL: url, EVENT_LOG_LEASE_MS: leaseMs } = variables;
  const retentionMs = variables.EVENT_LOG_RETENTION_HOURS * 60 * 60 * 1000;
  if (brokers !== undefined)
    return openKafkaEventLog({ brokers, name, leaseMs, ...toKafkaSecurity(variables) });
  if (url !== undefined) return openPostgresEventLog({ url, name, leaseMs, retentionMs });
  throw new EventLogError('LOG_UNAVAILABLE', 'Neither KAFKA_BROKERS nor EVENT_LOG_DATABASE_URL is set.');
}
