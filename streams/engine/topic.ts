import type { StreamRecord } from './record.ts';
import type { Serde } from './serde.ts';

/** A log a topology reads or writes, with the types of its records. */
export interface Topic<K, V> {
  readonly name: string;
  readonly key: Serde<K>;
  readonly value: Serde<V>;
}

/** A record that a task emits. One for an internal topic has to reach the task that owns the partition of its key. */
export interface Output<K = unknown, V = unknown> extends StreamRecord<K, V> {
  readonly topic: Topic<K, V>;
}

/** A record whose key and value are text, as a log carries it. */
export type TextRecord = StreamRecord<string, string>;

/** Creates a topic from its name and the serdes of its keys and values. */
export function createTopic<K, V>(name: string, key: Serde<K>, value: Serde<V>): Topic<K, V> {
  return { name, key, value };
}

/** True if an output belongs to this topic, whose types it then has. */
export function isOutputOf<K, V>(output: Output, topic: Topic<K, V>): output is Output<K, V> {
  return output.topic.name === topic.name;
}

/** Encodes an output as a log carries it. */
export function encodeRecord(output: Output): TextRecord {
  const { topic, key, value, timestampMs } = output;
  return {
    key: key === null ? null : topic.key.toText(key),
    value: value === null ? null : topic.value.toText(value),
    timestampMs,
  };
}

/**
 * A record of a log as a task takes it.
 *
 * @throws SerdeError when the text is not of this topic
 */
export function decodeRecord<K, V>(topic: Topic<K, V>, record: TextRecord): StreamRecord<K, V> {
  return {
    key: record.key === null ? null : topic.key.fromText(record.key),
    value: record.value === null ? null : topic.value.fromText(record.value),
    timestampMs: record.timestampMs,
  };
}
