/** A topology in steps and its input: both Kafka Streams (java/) and the engine interpret the same list. */
export interface Scenario {
  readonly source: 'stream' | 'table';
  readonly store: 'memory' | 'rocksdb';
  readonly steps: readonly Step[];
  readonly records: readonly ScenarioRecord[];
}

export type ScenarioRecord = readonly [
  topic: 'in' | 'other',
  key: string | null,
  value: number | null,
  timestampMs: number,
];

/** `by` is the divisor of the step's arithmetic: which records a filter leaves out, how many keys there are. */
export type Step =
  | {
      readonly op: 'filter' | 'map' | 'selectKey' | 'groupBy' | 'tableFilter' | 'tableGroupBy';
      readonly by: number;
    }
  | { readonly op: 'mapValues' | 'merge' | 'groupByKey' | 'tableMapValues' | 'suppress' | 'toStream' }
  | { readonly op: 'tumbling' | 'sliding'; readonly size: number; readonly grace: number }
  | { readonly op: 'hopping'; readonly size: number; readonly advance: number; readonly grace: number }
  | { readonly op: 'aggregate' | 'tableAggregate'; readonly kind: AggregateKind };

export type AggregateKind = 'count' | 'sum' | 'reduce' | 'mix' | 'mixOrEnd';

/** The results of a topology for a scenario. */
export interface ScenarioResult {
  readonly outputs: readonly (readonly [key: string | null, value: number | null, timestampMs: number])[];
  readonly dropped: number;
}
