import { z } from 'zod';
import {
  createSubgraphGuards,
  type FindGuard,
  type GuardObserver,
  type SubgraphGuardsOptions,
} from '../upstream/subgraph-guards.ts';
import { guardBounds } from '../upstream/upstream-configuration.ts';

/** Creates guards of subgraphs as a gateway has them by default, but for these options. */
export function createTestGuards(
  options: Partial<SubgraphGuardsOptions> = {},
  observer: Partial<GuardObserver> = {},
): FindGuard {
  const defaults = guardBounds.read(z.object(guardBounds.fields).parse({}));
  return createSubgraphGuards(
    { ...defaults, responseTimeoutMs: 15_000, ...options },
    { retried() {}, retryRefused() {}, breakerChanged() {}, refused() {}, ...observer },
  );
}
