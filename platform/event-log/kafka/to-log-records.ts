import type { KafkaMessage } from 'kafkajs';
import type { LogRecord } from '../event-log.ts';

/** Messages as the port shows them. */
export function toLogRecord(topic: string, partition: number, message: KafkaMessage): LogRecord {
  return new KafkaRecord(topic, partition, message);
}

const noValue = Buffer.alloc(0);

class KafkaRecord implements LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly value: Uint8Array;
  readonly timestampMs: number;
  readonly #message: KafkaMessage;
  #headers: Readonly<Record<string, string>> | undefined;

  constructor(topic: string, partition: number, message: KafkaMessage) {
    this.topic = topic;
    this.partition = partition;
    this.offset = BigInt(message.offset);
    this.key = message.key === null ? null : message.key.toString();
    this.value = message.value ?? noValue;
    this.timestampMs = Number(message.timestamp);
    this.#message = message;
  }

  get headers(): Readonly<Record<string, string>> {
    this.#headers ??= Object.fromEntries(
      Object.entries(this.#message.headers ?? {}).map(([name, value]) => [name, toText(value)]),
    );
    return this.#headers;
  }
}

/** Of a header that is given more than once, the last counts. */
function toText(value: Buffer | string | (Buffer | string)[] | undefined): string {
  const one = Array.isArray(value) ? value.at(-1) : value;
  return one?.toString() ?? '';
}
