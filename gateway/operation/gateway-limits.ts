import { DEFAULT_LIST_SIZES, type ListSizes } from '#platform/operation-limits/estimate-cost.ts';
import { DEFAULT_LIMITS, type OperationLimits } from '#platform/operation-limits/limits.ts';

/** Bounds of an operation that a gateway runs. */
export interface GatewayLimits extends OperationLimits {
  /** Values that an answer may hold by estimate: the sizes of lists within lists multiply. */
  readonly maxCost: number;
  /** The sizes that are assumed where a document gives none. */
  readonly listSizes: ListSizes;
}

/** Pages have no largest size here: only the subgraphs know theirs. */
export const DEFAULT_GATEWAY_LIMITS: GatewayLimits = {
  ...DEFAULT_LIMITS,
  maxCost: 100_000,
  listSizes: { ...DEFAULT_LIST_SIZES, maxPageSize: 1_000_000_000 },
};
