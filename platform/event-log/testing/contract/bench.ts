import type { EventLog, LogRecord, NewRecord, SubscribeOptions, Subscription } from '../../event-log.ts';
import type { createReaderStore } from './reader-store.ts';
import type { ServerUnderTest } from './server-under-test.ts';

/** What the cases work with. */
export interface Bench {
  readonly server: () => ServerUnderTest;
  readonly log: () => EventLog;
  readonly readerUrl: () => string;
  /** Another connection to the same log, closed when the suite ends. */
  openLog(): Promise<EventLog>;
  /** A new topic. */
  createTopic(partitions: number): Promise<string>;
  createStore(topic: string, group: string): ReturnType<typeof createReaderStore>;
  /** Reads into memory from an offset on. */
  collect(topic: string, options?: Partial<SubscribeOptions>): Promise<Collected>;
}

/** Tests by their names. */
export type Cases = Readonly<Record<string, (bench: Bench) => Promise<void>>>;

interface Collected {
  readonly records: LogRecord[];
  readonly subscription: Subscription;
}

/** Records with values `<prefix>-<n>` from 0 on, their keys in turn. */
export function numbered(count: number, options: { prefix?: string; keys?: number } = {}): NewRecord[] {
  const { prefix = 'r', keys = 1 } = options;
  return Array.from({ length: count }, (_, n) => ({
    key: `key-${n % keys}`,
    value: Buffer.from(`${prefix}-${n}`),
  }));
}

/** The texts in records. */
export function textsOf(records: readonly { readonly value: Uint8Array }[]): string[] {
  return records.map(({ value }) => Buffer.from(value).toString());
}
