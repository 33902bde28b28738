import type { Graph, TableParts, WindowedTableParts } from './graph.ts';
import { GroupedTable } from './grouped-table.ts';
import { openTableRepartition } from './operators/repartition.ts';
import { openSuppress } from './operators/suppress.ts';
import { createStreamPort, createTablePort, type TablePort } from './port.ts';
import type { Windowed } from './record.ts';
import { changeSerde, type Serde } from './serde.ts';
import type { Stream } from './stream.ts';
import { createTopic, type Topic } from './topic.ts';

/** The current value of every key, as it changes: each update carries the value it replaces. */
export class Table<K, V> {
  protected readonly graph: Graph;
  readonly #parts: TableParts<K, V>;

  constructor(graph: Graph, parts: TableParts<K, V>) {
    this.graph = graph;
    this.#parts = parts;
  }

  /** The rows for which the predicate is true. A row that ceases to be true leaves the table. */
  filter(predicate: (key: K, value: V) => boolean): Table<K, V> {
    return this.graph.table({ ...this.#parts, port: filtered(this.#parts.port, predicate) });
  }

  /** Other values under the same keys. */
  mapValues<V2>(mapper: (value: V, key: K) => V2): Table<K, V2> {
    return this.graph.table({ ...this.#parts, port: mapped(this.#parts.port, mapper) });
  }

  /** Every update as a record of its own; null as a value says that the key has ended. */
  toStream(): Stream<K, V | null> {
    const { port, part, keySerde } = this.#parts;
    const output = createStreamPort<K, V | null>();
    port.attach((context) => {
      const forward = output.open(context);
      return (key, newValue, _oldValue, timestampMs) => forward(key, newValue, timestampMs);
    });
    return this.graph.stream({ port: output, part, keySerde });
  }

  /** Groups the rows by another key, through an internal topic. A row for which key or value are null is in no group. */
  groupBy<K2, V2>(
    selector: (key: K, value: V) => readonly [K2 | null, V2 | null],
    through: Topic<K2, V2>,
  ): GroupedTable<K2, V2> {
    const { port, part } = this.#parts;
    const topic = createTopic(through.name, through.key, changeSerde(through.value));
    port.attach((context) => openTableRepartition<K, V, K2, V2>(context, topic, selector));
    return new GroupedTable(this.graph, { ...this.graph.through(topic, part), keySerde: through.key });
  }
}

/** A table whose keys have a window. */
export class WindowedTable<K, V> extends Table<Windowed<K>, V> {
  readonly #parts: WindowedTableParts<K, V>;

  constructor(graph: Graph, parts: WindowedTableParts<K, V>) {
    super(graph, parts);
    this.#parts = parts;
  }

  override filter(predicate: (key: Windowed<K>, value: V) => boolean): WindowedTable<K, V> {
    return this.graph.windowedTable({ ...this.#parts, port: filtered(this.#parts.port, predicate) });
  }

  /** Other values under the same keys; `serde` is needed where a suppression follows. */
  override mapValues<V2>(mapper: (value: V, key: Windowed<K>) => V2): Table<Windowed<K>, V2>;
  override mapValues<V2>(mapper: (value: V, key: Windowed<K>) => V2, serde: Serde<V2>): WindowedTable<K, V2>;
  override mapValues<V2>(
    mapper: (value: V, key: Windowed<K>) => V2,
    serde?: Serde<V2>,
  ): Table<Windowed<K>, V2> {
    const port = mapped(this.#parts.port, mapper);
    if (serde === undefined) return this.graph.table({ ...this.#parts, port });
    return this.graph.windowedTable({ ...this.#parts, port, valueSerde: serde });
  }

  /** One result a window, when it has closed: after its end and grace, in stream time. `store` names what waits for that. */
  suppressUntilWindowCloses({ store }: { store: string }): WindowedTable<K, V> {
    const { port, windows, innerSerde, valueSerde } = this.#parts;
    this.graph.claimName(store);
    const output = createTablePort<Windowed<K>, V>();
    const serdes = { keySerde: innerSerde, valueSerde };
    port.attach((context) => openSuppress(context, store, windows, serdes, output));
    return this.graph.windowedTable({ ...this.#parts, port: output });
  }
}

function filtered<K, V>(input: TablePort<K, V>, predicate: (key: K, value: V) => boolean): TablePort<K, V> {
  const output = createTablePort<K, V>();
  const kept = (key: K, value: V | null) => (value !== null && predicate(key, value) ? value : null);
  input.attach((context) => {
    const forward = output.open(context);
    return (key, newValue, oldValue, timestampMs) => {
      const after = kept(key, newValue);
      const before = kept(key, oldValue);
      // A key that was not in the filtered table needs no message that it left.
      if (after !== null || before !== null) forward(key, after, before, timestampMs);
    };
  });
  return output;
}

function mapped<K, V, V2>(input: TablePort<K, V>, mapper: (value: V, key: K) => V2): TablePort<K, V2> {
  const output = createTablePort<K, V2>();
  const map = (key: K, value: V | null) => (value === null ? null : mapper(value, key));
  input.attach((context) => {
    const forward = output.open(context);
    return (key, newValue, oldValue, timestampMs) => {
      forward(key, map(key, newValue), map(key, oldValue), timestampMs);
    };
  });
  return output;
}
