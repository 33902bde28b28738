import type { Graph, StreamParts } from './graph.ts';
import { foldingOf, type Reduction, reducingOf, type TableAggregation } from './operators/aggregation.ts';
import { openTableAggregate, type TableFolding } from './operators/table-aggregate.ts';
import { createTablePort } from './port.ts';
import type { Change } from './record.ts';
import { bigintSerde, integerSerde, type Serde } from './serde.ts';
import type { Table } from './table.ts';

interface GroupedTableParts<K, V> extends StreamParts<K, Change<V> | null> {
  readonly keySerde: Serde<K>;
}

/** A reduction of a table. A value also leaves it. */
export interface TableReduction<V> extends Reduction<V> {
  /** The aggregate without a value that was combined into it; null ends it. */
  readonly remove: (aggregate: V, value: V) => V | null;
}

/** The rows of a table by group. A row that changes leaves with its old value and comes with its new one. */
export class GroupedTable<K, V> {
  readonly #graph: Graph;
  readonly #parts: GroupedTableParts<K, V>;

  constructor(graph: Graph, parts: GroupedTableParts<K, V>) {
    this.#graph = graph;
    this.#parts = parts;
  }

  count({ store }: { store: string }): Table<K, number> {
    return this.aggregate({
      store,
      serde: integerSerde,
      initial: () => 0,
      add: (count) => count + 1,
      subtract: (count) => count - 1,
    });
  }

  sum({ store, of }: { store: string; of: (value: V) => bigint }): Table<K, bigint> {
    return this.aggregate({
      store,
      serde: bigintSerde,
      initial: () => 0n,
      add: (sum, value) => sum + of(value),
      subtract: (sum, value) => sum - of(value),
    });
  }

  reduce(reduction: TableReduction<V>): Table<K, V> {
    return this.#fold({ ...reducingOf<K, V>(reduction), subtract: reduction.remove });
  }

  aggregate<A>(aggregation: TableAggregation<K, V, A>): Table<K, A> {
    return this.#fold({ ...foldingOf(aggregation), subtract: aggregation.subtract });
  }

  #fold<A>(folding: TableFolding<K, V, A>): Table<K, A> {
    const { port, part, keySerde } = this.#parts;
    this.#graph.claimName(folding.store);
    const output = createTablePort<K, A>();
    port.attach((context) => openTableAggregate(context, folding, keySerde, output));
    return this.#graph.table({ port: output, part, keySerde });
  }
}
