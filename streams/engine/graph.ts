import type { StreamPort, TablePort } from './port.ts';
import type { Windowed } from './record.ts';
import type { Serde } from './serde.ts';
import type { Stream } from './stream.ts';
import type { Table, WindowedTable } from './table.ts';
import type { Topic } from './topic.ts';
import type { Windows } from './windows.ts';

/** Nodes that share a task, because records pass between them without a topic. Merging two streams makes two of them one. */
export class Part {
  #joined: Part | null = null;

  /** The same object for all that are joined. */
  root(): Part {
    return this.#joined === null ? this : this.#joined.root();
  }

  join(other: Part): void {
    const root = this.root();
    if (root !== other.root()) other.root().#joined = root;
  }
}

/** What a stream is made of. */
export interface StreamParts<K, V> {
  readonly port: StreamPort<K, V>;
  readonly part: Part;
  /** How its keys are written; null after an operation that may have changed them. */
  readonly keySerde: Serde<K> | null;
}

/** What a table is made of. */
export interface TableParts<K, V> {
  readonly port: TablePort<K, V>;
  readonly part: Part;
  readonly keySerde: Serde<K>;
}

/** What a table by window is made of. */
export interface WindowedTableParts<K, V> extends TableParts<Windowed<K>, V> {
  readonly windows: Windows;
  /** How the key without its window is written. */
  readonly innerSerde: Serde<K>;
  readonly valueSerde: Serde<V>;
}

/** The topology while it is described: knows its topics and states, and makes the objects of the fluent interface. */
export interface Graph {
  /** @throws TopologyError when a state or topic has this name already */
  claimName(name: string): void;
  /** Lets a topic's records in; they make a part of their own until streams are merged. */
  read<K, V>(topic: Topic<K, V>): StreamParts<K, V | null>;
  /** Gives records out from one part and lets them in to another, through a topic of the topology's own. */
  through<K, V>(topic: Topic<K, V>, from: Part): StreamParts<K, V | null>;
  /** Notes that a part gives records out for a topic. */
  write(topic: Topic<unknown, unknown>, part: Part): void;
  stream<K, V>(parts: StreamParts<K, V>): Stream<K, V>;
  table<K, V>(parts: TableParts<K, V>): Table<K, V>;
  windowedTable<K, V>(parts: WindowedTableParts<K, V>): WindowedTable<K, V>;
}
