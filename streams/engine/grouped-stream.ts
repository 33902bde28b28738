import type { Graph, StreamParts } from './graph.ts';
import {
  type Aggregation,
  type Folding,
  foldingOf,
  type Reduction,
  reducingOf,
} from './operators/aggregation.ts';
import { openSlidingAggregate } from './operators/sliding-aggregate.ts';
import { openStreamAggregate } from './operators/stream-aggregate.ts';
import { openWindowAggregate } from './operators/window-aggregate.ts';
import { createTablePort } from './port.ts';
import type { Windowed } from './record.ts';
import { bigintSerde, integerSerde, type Serde, windowedSerde } from './serde.ts';
import type { Table, WindowedTable } from './table.ts';
import type { Windows } from './windows.ts';

/** A stream whose parts lead to a table: its key can be written. */
interface GroupedParts<K, V> extends StreamParts<K, V> {
  readonly keySerde: Serde<K>;
}

/** Counts the values of a key. */
export interface Counting {
  readonly store: string;
}

/** The exact sum of the amounts that `of` takes from the values. */
export interface Summing<V> {
  readonly store: string;
  readonly of: (value: V) => bigint;
}

/** The records of each key together. Records without a key or a value are dropped and counted. */
export class GroupedStream<K, V> {
  readonly #graph: Graph;
  readonly #parts: GroupedParts<K, V>;

  constructor(graph: Graph, parts: GroupedParts<K, V>) {
    this.#graph = graph;
    this.#parts = parts;
  }

  count({ store }: Counting): Table<K, number> {
    return this.#fold(counting(store));
  }

  sum({ store, of }: Summing<V & {}>): Table<K, bigint> {
    return this.#fold(summing(store, of));
  }

  reduce(reduction: Reduction<V & {}>): Table<K, V & {}> {
    return this.#fold(reducingOf(reduction));
  }

  aggregate<A>(aggregation: Aggregation<K, V & {}, A>): Table<K, A> {
    return this.#fold(foldingOf(aggregation));
  }

  /** The records of each key and window together. */
  windowedBy(windows: Windows): WindowedStream<K, V> {
    return new WindowedStream(this.#graph, this.#parts, windows);
  }

  #fold<A>(folding: Folding<K, V & {}, A>): Table<K, A> {
    const { port, part, keySerde } = this.#parts;
    this.#graph.claimName(folding.store);
    const output = createTablePort<K, A>();
    port.attach((context) => openStreamAggregate(context, folding, keySerde, output));
    return this.#graph.table({ port: output, part, keySerde });
  }
}

/**
 * The records of each key and window together. Records without a key are dropped and counted, and late ones once for each
 * window they are late for. Sliding windows drop and count records without a value too; time windows pass null on, as
 * Kafka Streams does.
 */
export class WindowedStream<K, V> {
  readonly #graph: Graph;
  readonly #parts: GroupedParts<K, V>;
  readonly #windows: Windows;

  constructor(graph: Graph, parts: GroupedParts<K, V>, windows: Windows) {
    this.#graph = graph;
    this.#parts = parts;
    this.#windows = windows;
  }

  count({ store }: Counting): WindowedTable<K, number> {
    return this.#fold(counting(store));
  }

  /** A record without a value adds nothing. */
  sum({ store, of }: Summing<V & {}>): WindowedTable<K, bigint> {
    return this.#fold(summing(store, (value: V) => (value === null || value === undefined ? 0n : of(value))));
  }

  reduce(reduction: Reduction<V & {}>): WindowedTable<K, V & {}> {
    const { add, ...rest } = reducingOf<K, V & {}>(reduction);
    return this.#fold<V & {}>({
      ...rest,
      add: (aggregate, value, key) =>
        value === null || value === undefined ? aggregate : add(aggregate, value, key),
    });
  }

  aggregate<A>(aggregation: Aggregation<K, V, A>): WindowedTable<K, A> {
    return this.#fold(foldingOf(aggregation));
  }

  #fold<A>(folding: Folding<K, V, A>): WindowedTable<K, A> {
    const { port, part, keySerde } = this.#parts;
    const windows = this.#windows;
    this.#graph.claimName(folding.store);
    const output = createTablePort<Windowed<K>, A>();
    port.attach((context) =>
      windows.kind === 'time'
        ? openWindowAggregate(context, windows, folding, keySerde, output)
        : openSlidingAggregate(context, windows, folding, keySerde, output),
    );
    return this.#graph.windowedTable({
      port: output,
      part,
      keySerde: windowedSerde(keySerde),
      innerSerde: keySerde,
      valueSerde: folding.serde,
      windows,
    });
  }
}

function counting<K, V>(store: string): Folding<K, V, number> {
  return foldingOf({ store, serde: integerSerde, initial: () => 0, add: (count) => count + 1 });
}

function summing<K, V>(store: string, of: (value: V) => bigint): Folding<K, V, bigint> {
  return foldingOf({ store, serde: bigintSerde, initial: () => 0n, add: (sum, value) => sum + of(value) });
}
