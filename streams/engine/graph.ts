import type { StreamPort, TablePort } from './port.ts';
import type { Windowed } from './record.ts';
import type { Serde } from './serde.ts';
import type { Stream } from './stream.ts';
import type { Table, WindowedTable } from './table.ts';
import type { Topic } from './topic.ts';
import type { Windows } from './windows.ts';

/** Nodes that share a task, because records pass between them without a topic. Merging two streams merges their parts. */
export class Part {
  #joined: Part | null = null;

  /** The same object for all parts that were merged. */
  root(): Part {
    return this.#joined === null ? this : this.#joined.root();
  }

  join(other: Part): void {
    const root = this.root();
    if (root !== other.root()) other.root().#joined = root;
  }
}

/** The parts of a stream. */
export interface StreamParts<K, V> {
  readonly port: StreamPort<K, V>;
  readonly part: Part;
  /** The serde of its keys; null after an operation that may have changed them. */
  readonly keySerde: Serde<K> | null;
}

/** The parts of a table. */
export interface TableParts<K, V> {
  readonly port: TablePort<K, V>;
  readonly part: Part;
  readonly keySerde: Serde<K>;
}

/** The parts of a table whose keys have a window. */
export interface WindowedTableParts<K, V> extends TableParts<Windowed<K>, V> {
  readonly windows: Windows;
  /** The serde of the key without its window. */
  readonly innerSerde: Serde<K>;
  readonly valueSerde: Serde<V>;
}

/** The topology while it is described: it knows its topics and states and creates the objects of the fluent interface. */
export interface Graph {
  /** @throws {TopologyError} if a state or topic has this name already */
  claimName(name: string): void;
  /** Adds a topic as a source: a part of its own until streams are merged. */
  read<K, V>(topic: Topic<K, V>): StreamParts<K, V | null>;
  /** Sends records from one part to another through an internal topic. */
  through<K, V>(topic: Topic<K, V>, from: Part): StreamParts<K, V | null>;
  /** Adds a topic that a part writes to. */
  write(topic: Topic<unknown, unknown>, part: Part): void;
  stream<K, V>(parts: StreamParts<K, V>): Stream<K, V>;
  table<K, V>(parts: TableParts<K, V>): Table<K, V>;
  windowedTable<K, V>(parts: WindowedTableParts<K, V>): WindowedTable<K, V>;
}
