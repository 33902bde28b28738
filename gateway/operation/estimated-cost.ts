import type { ReadOperation } from './read-operation.ts';

const costs = new WeakMap<ReadOperation, number>();

/** Keeps the estimate of an operation for the checks that come later. */
export function keepEstimatedCost(operation: ReadOperation, cost: number): void {
  costs.set(operation, cost);
}

/** The same as {@link getEstimatedCost}, or nothing if the check of costs has not seen the operation. */
export function findEstimatedCost(operation: ReadOperation): number | undefined {
  return costs.get(operation);
}

/**
 * The estimate of the values that the answer to an operation may hold, as the check of costs made it.
 *
 * @throws if that check has not seen the operation
 */
export function getEstimatedCost(operation: ReadOperation): number {
  const cost = costs.get(operation);
  if (cost === undefined) throw new Error('The cost of the operation was not estimated.');
  return cost;
}
