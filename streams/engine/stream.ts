import type { Graph, StreamParts } from './graph.ts';
import { GroupedStream } from './grouped-stream.ts';
import { openRepartition } from './operators/repartition.ts';
import { createStreamPort, type StreamPort } from './port.ts';
import type { StreamReceiver } from './record.ts';
import type { Topic } from './topic.ts';
import { TopologyError } from './topology-error.ts';

/** A stream of records: each stands for itself. Any record may lack a key. Functions given to a stream are pure. */
export class Stream<K, V> {
  readonly #graph: Graph;
  readonly #parts: StreamParts<K, V>;

  constructor(graph: Graph, parts: StreamParts<K, V>) {
    this.#graph = graph;
    this.#parts = parts;
  }

  /** Other keys and values. Records may then lie in another partition than their key's: group through a repartition. */
  map<K2, V2>(mapper: (key: K | null, value: V) => readonly [K2 | null, V2]): Stream<K2, V2> {
    const port = this.#follow<K2, V2>((forward) => (key, value, timestampMs) => {
      const [mappedKey, mappedValue] = mapper(key, value);
      forward(mappedKey, mappedValue, timestampMs);
    });
    return this.#graph.stream({ port, part: this.#parts.part, keySerde: null });
  }

  /** Other values under the same keys. */
  mapValues<V2>(mapper: (value: V, key: K | null) => V2): Stream<K, V2> {
    const port = this.#follow<K, V2>((forward) => (key, value, timestampMs) => {
      forward(key, mapper(value, key), timestampMs);
    });
    return this.#graph.stream({ ...this.#parts, port });
  }

  /** The same values under other keys. Records may then lie in another partition: group through a repartition. */
  selectKey<K2>(selector: (key: K | null, value: V) => K2 | null): Stream<K2, V> {
    const port = this.#follow<K2, V>((forward) => (key, value, timestampMs) => {
      forward(selector(key, value), value, timestampMs);
    });
    return this.#graph.stream({ port, part: this.#parts.part, keySerde: null });
  }

  /** The records for which the predicate is true. */
  filter(predicate: (key: K | null, value: V) => boolean): Stream<K, V> {
    const port = this.#follow<K, V>((forward) => (key, value, timestampMs) => {
      if (predicate(key, value)) forward(key, value, timestampMs);
    });
    return this.#graph.stream({ ...this.#parts, port });
  }

  /** The records that have a value. */
  filterPresent(): Stream<K, V & {}> {
    const port = this.#follow<K, V & {}>((forward) => (key, value, timestampMs) => {
      if (value !== null && value !== undefined) forward(key, value, timestampMs);
    });
    return this.#graph.stream({ ...this.#parts, port });
  }

  /** The records of both streams, in the order in which they come. From here on one task works on both. */
  merge(other: Stream<K, V>): Stream<K, V> {
    const port = createStreamPort<K, V>();
    this.#parts.port.attach((context) => port.open(context));
    other.#parts.port.attach((context) => port.open(context));
    this.#parts.part.join(other.#parts.part);
    const keySerde = other.#parts.keySerde === null ? null : this.#parts.keySerde;
    return this.#graph.stream({ port, part: this.#parts.part, keySerde });
  }

  /**
   * Sends the records through an internal topic, so that each comes to the task that owns its key. Those without a key are
   * dropped, and counted under the topic's name.
   */
  repartition(through: Topic<K, V & {}>): Stream<K, (V & {}) | null> {
    const { port, part } = this.#parts;
    port.attach((context) => {
      const send = openRepartition(context, through);
      return (key, value, timestampMs) => send(key, value ?? null, timestampMs);
    });
    return this.#graph.stream(this.#graph.through(through, part));
  }

  /**
   * Groups the records by the key they have.
   *
   * @throws TopologyError when the key may have changed since the records were partitioned by it
   */
  groupByKey(): GroupedStream<K, V> {
    const { port, part, keySerde } = this.#parts;
    if (keySerde === null) {
      throw new TopologyError(
        'The key may have changed since the source: put repartition() before groupByKey().',
      );
    }
    return new GroupedStream(this.#graph, { port, part, keySerde });
  }

  /** Groups the records by another key, through an internal topic. */
  groupBy<K2>(
    selector: (key: K | null, value: V) => K2 | null,
    through: Topic<K2, V & {}>,
  ): GroupedStream<K2, (V & {}) | null> {
    return this.selectKey<K2>(selector).repartition(through).groupByKey();
  }

  /** Writes the records to a topic. */
  to(topic: Topic<K, V & {}>): void {
    const { port, part } = this.#parts;
    this.#graph.write(topic, part);
    port.attach((context) => (key, value, timestampMs) => {
      context.emit({ topic, key, value: value ?? null, timestampMs });
    });
  }

  #follow<K2, V2>(work: (forward: StreamReceiver<K2, V2>) => StreamReceiver<K, V>): StreamPort<K2, V2> {
    const port = createStreamPort<K2, V2>();
    this.#parts.port.attach((context) => work(port.open(context)));
    return port;
  }
}
