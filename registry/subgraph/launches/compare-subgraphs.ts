import type { SubgraphChangeKind } from '../generated/types.ts';
import type { SubgraphChangeModel, SubgraphModel } from '../models.ts';

/** Lists the subgraphs that differ between two launches, by name. */
export function compareSubgraphs(
  before: readonly SubgraphModel[],
  after: readonly SubgraphModel[],
): SubgraphChangeModel[] {
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names]
    .sort()
    .map((name) => ({
      name,
      before: before.find((one) => one.name === name) ?? null,
      after: after.find((one) => one.name === name) ?? null,
    }))
    .filter((pair) => isDifferent(pair));
}

/** Names the difference of a subgraph between two launches. */
export function toSubgraphChangeKind({ before, after }: SubgraphChangeModel): SubgraphChangeKind {
  if (before === null) return 'ADDED';
  if (after === null) return 'REMOVED';
  return before.sdlHash === after.sdlHash ? 'ROUTING_URL' : 'SDL';
}

function isDifferent({ before, after }: SubgraphChangeModel): boolean {
  return before?.sdlHash !== after?.sdlHash || before?.url !== after?.url;
}
