/** One message of a topic. A record without a value is a tombstone: in a table it ends its key. */
export interface StreamRecord<K, V> {
  readonly key: K | null;
  readonly value: V | null;
  /** Event time in milliseconds since the epoch. */
  readonly timestampMs: number;
}

/** The key of a result by window. Time windows end before `endMs`; sliding windows include it. */
export interface Windowed<K> {
  readonly key: K;
  readonly startMs: number;
  readonly endMs: number;
}

/** The change of one key of a table; null stands for no value. */
export interface Change<V> {
  readonly newValue: V | null;
  readonly oldValue: V | null;
}

/** Takes a record of a stream. */
export type StreamReceiver<K, V> = (key: K | null, value: V, timestampMs: number) => void;

/** Takes an update of a table. The parameters are not one object: creating it for each record would cost more than the work. */
export type TableReceiver<K, V> = (
  key: K,
  newValue: V | null,
  oldValue: V | null,
  timestampMs: number,
) => void;
