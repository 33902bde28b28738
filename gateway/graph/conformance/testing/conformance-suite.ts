import type { LocalSubgraph } from '../../../testing/local-gateway.ts';

/** A query, the data that graphql-js would give on one schema with the same data, and what else is expected. */
type ConformanceCase = readonly [query: string, data: unknown, expected?: Expected];

interface Expected {
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The codes of errors; none if absent. */
  readonly codes?: readonly string[];
  /** The subgraphs that are asked, in alphabetical order, where it matters. */
  readonly asked?: readonly string[];
}

/** One feature of federation: small subgraphs that use it, and queries over them. */
export interface ConformanceSuite {
  readonly feature: string;
  readonly subgraphs: Readonly<Record<string, LocalSubgraph>>;
  readonly cases: readonly ConformanceCase[];
}

/** Finds an entity by one of its fields, as `__resolveReference` does. */
export function findBy<Entity extends object>(entities: readonly Entity[], key: keyof Entity & string) {
  return (reference: Readonly<Record<string, unknown>>): Entity | undefined =>
    entities.find((entity) => entity[key] === reference[key]);
}
