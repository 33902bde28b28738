import { type Graph, Part, type StreamParts, type TableParts, type WindowedTableParts } from './graph.ts';
import { openTableSource } from './operators/table-source.ts';
import { createStreamPort, createTablePort } from './port.ts';
import { Stream } from './stream.ts';
import { Table, WindowedTable } from './table.ts';
import type { TaskSource } from './task.ts';
import type { Topic } from './topic.ts';
import { createTopology, type Topology } from './topology.ts';
import { TopologyError } from './topology-error.ts';

/** The beginning of a topology: describe streams and tables, then build. */
export class TopologyBuilder {
  readonly #graph = new GraphInMaking();

  /** The records of a topic. Some may have no key or no value. */
  stream<K, V>(topic: Topic<K, V>): Stream<K, V | null> {
    return this.#graph.stream(this.#graph.read(topic));
  }

  /** A topic read as a table: the last record of a key is its row. `store` names the state that keeps the rows. */
  table<K, V>(topic: Topic<K, V>, { store }: { store: string }): Table<K, V> {
    this.#graph.claimName(store);
    const { port, part } = this.#graph.read(topic);
    const output = createTablePort<K, V>();
    const serdes = { keySerde: topic.key, valueSerde: topic.value };
    port.attach((context) => openTableSource(context, store, serdes, output));
    return this.#graph.table({ port: output, part, keySerde: topic.key });
  }

  /**
   * The topology as described so far.
   *
   * @throws TopologyError when it reads nothing
   */
  build(): Topology {
    return createTopology(this.#graph);
  }
}

class GraphInMaking implements Graph {
  readonly sources: TaskSource[] = [];
  readonly sinks: { topic: Topic<unknown, unknown>; part: Part }[] = [];
  readonly internalTopics: Topic<unknown, unknown>[] = [];
  readonly #names = new Set<string>();

  claimName(name: string): void {
    if (name === '') throw new TopologyError('A store or topic needs a name that is not empty.');
    if (this.#names.has(name)) {
      throw new TopologyError(
        `The name ${JSON.stringify(name)} is taken: stores and topics that are read need their own.`,
      );
    }
    this.#names.add(name);
  }

  read<K, V>(topic: Topic<K, V>): StreamParts<K, V | null> {
    this.claimName(topic.name);
    const port = createStreamPort<K, V | null>();
    const part = new Part();
    this.sources.push({ topic, part, open: (context) => ({ receive: port.open(context) }) });
    return { port, part, keySerde: topic.key };
  }

  through<K, V>(topic: Topic<K, V>, from: Part): StreamParts<K, V | null> {
    this.write(topic, from);
    this.internalTopics.push(topic);
    return this.read(topic);
  }

  write(topic: Topic<unknown, unknown>, part: Part): void {
    this.sinks.push({ topic, part });
  }

  stream<K, V>(parts: StreamParts<K, V>): Stream<K, V> {
    return new Stream(this, parts);
  }

  table<K, V>(parts: TableParts<K, V>): Table<K, V> {
    return new Table(this, parts);
  }

  windowedTable<K, V>(parts: WindowedTableParts<K, V>): WindowedTable<K, V> {
    return new WindowedTable(this, parts);
  }
}
