import type { Serde } from '../serde.ts';

/** Combines the values of one key. Its functions are pure: they return a new value and do not change the old one. */
export interface Aggregation<K, V, A> {
  /** The name of the state; it has to stay the same when the topology changes, or the state is lost. */
  readonly store: string;
  readonly serde: Serde<A>;
  /** The aggregate of a key before its first value. */
  readonly initial: () => A;
  /** The aggregate with one more value; null ends it. */
  readonly add: (aggregate: A, value: V, key: K) => A | null;
}

/** An aggregation of a table. A value also leaves it: when its key is updated, or moves to another group. */
export interface TableAggregation<K, V, A> extends Aggregation<K, V, A> {
  /** The aggregate without a value that `add` added before; null ends it. */
  readonly subtract: (aggregate: A, value: V, key: K) => A | null;
}

/**
 * An aggregation as an operator runs it: a first value may take the place of an initial aggregate (reduce), and then there
 * is no aggregate before it.
 */
export interface Folding<K, V, A> {
  readonly store: string;
  readonly serde: Serde<A>;
  /** The old value that a key's first update carries downstream: null for reduce, the initial value for aggregate. */
  readonly start: () => A | null;
  readonly add: (aggregate: A | null, value: V, key: K) => A | null;
}

export function foldingOf<K, V, A>({ store, serde, initial, add }: Aggregation<K, V, A>): Folding<K, V, A> {
  return {
    store,
    serde,
    start: initial,
    add: (aggregate, value, key) => add(aggregate ?? initial(), value, key),
  };
}

/** Folds values of one type into one of the same type. */
export interface Reduction<V> {
  readonly store: string;
  readonly serde: Serde<V>;
  /** Combines the values so far with one more; null ends the aggregate. */
  readonly combine: (aggregate: V, value: V) => V | null;
}

export function reducingOf<K, V>({ store, serde, combine }: Reduction<V>): Folding<K, V, V> {
  return {
    store,
    serde,
    start: () => null,
    add: (aggregate, value) => (aggregate === null ? value : combine(aggregate, value)),
  };
}
