import { DEFAULT_LIMITS, type OperationLimits } from '#platform/operation-limits/limits.ts';

/** Bounds of an operation that a subgraph runs. */
export interface SubgraphLimits extends OperationLimits {
  /** Values that an answer may hold by estimate: sizes of lists within lists multiply. */
  readonly maxCost: number;
}

/**
 * Bounds of the operations of all callers, with or without a token. They are wider than the gateway's where the gateway
 * adds to the client's operation: aliases, keys, and many entities at once.
 */
export const subgraphLimits: SubgraphLimits = {
  ...DEFAULT_LIMITS,
  maxDepth: 25,
  maxAliases: 200,
  maxRootFields: 50,
  /** Representations of one `_entities`, above all. */
  maxVariableListLength: 10_000,
  maxVariableMembers: 100_000,
  maxVariablesLength: 2_000_000,
  maxCost: 250_000,
};
