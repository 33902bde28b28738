import type { KafkaMessage } from 'kafkajs';
import type { LogRecord } from '../event-log.ts';
import { WireRecord } from './wire-record.ts';

/** The messages from an offset on as the port shows them. */
export function toLogRecords(
  place: { readonly topic: string; readonly partition: number },
  messages: readonly KafkaMessage[],
  fromOffset: bigint,
): LogRecord[] {
  const records: LogRecord[] = [];
  for (const message of messages) {
    if (!(message instanceof WireRecord)) throw new TypeError('kafkajs reads records by its own reader.');
    if (message.position >= fromOffset) records.push(new KafkaRecord(place, message));
  }
  return records;
}

const noValue = Buffer.alloc(0);

/** Parts that are not asked for are not read. */
class KafkaRecord implements LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly #record: WireRecord;

  constructor(
    { topic, partition }: { readonly topic: string; readonly partition: number },
    record: WireRecord,
  ) {
    this.topic = topic;
    this.partition = partition;
    this.#record = record;
  }

  get offset(): bigint {
    return this.#record.position;
  }

  get timestampMs(): number {
    return this.#record.timestampMs;
  }

  get key(): string | null {
    return this.#record.key?.toString() ?? null;
  }

  get value(): Uint8Array {
    return this.#record.value ?? noValue;
  }

  get headers(): Readonly<Record<string, string>> {
    return this.#record.headers;
  }
}
