import type { EventLog } from '../../event-log.ts';

/** A server that keeps an event log, as the contract's cases see it. */
export interface ServerUnderTest {
  /** How the adapter is chosen, for processes of their own. */
  readonly connection: LogConnection;
  /** Ends the server with SIGKILL. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** Deletes what stands before an offset in the first partition, as by age. */
  deleteBefore(topic: string, offset: bigint): Promise<void>;
  stop(): Promise<void>;
}

export type LogConnection =
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'kafka'; readonly broker: string };

/** The lease in the cases, in milliseconds: short, as some wait for it to run out. */
const leaseMs = 1000;

/** Opens the log in whichever process asks. */
export async function openLog(connection: LogConnection): Promise<EventLog> {
  const name = 'contract';
  if (connection.kind === 'kafka') {
    const { openKafkaEventLog } = await import('../../kafka/kafka-event-log.ts');
    return openKafkaEventLog({ brokers: [connection.broker], name, leaseMs });
  }
  const { openPostgresEventLog } = await import('../../postgres/postgres-event-log.ts');
  return openPostgresEventLog({ url: connection.url, name, leaseMs, pollMs: 500 });
}
