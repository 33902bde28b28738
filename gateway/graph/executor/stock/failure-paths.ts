import type { SubgraphRequest } from '../../../upstream/subgraph-transport.ts';
import { rootResponseNames } from '../run/root-response-names.ts';

/** Beyond so many places, a failed request tells no more of them. */
const maxPaths = 100;

/**
 * The places of an answer that stay empty when a request to a subgraph fails: each entity asked for, or each root
 * field of the request.
 */
export function failurePaths({ query, representations }: SubgraphRequest): (string | number)[][] {
  if (representations) return representations.slice(0, maxPaths).map((_, index) => ['_entities', index]);
  return rootResponseNames(query)
    .slice(0, maxPaths)
    .map((name) => [name]);
}
