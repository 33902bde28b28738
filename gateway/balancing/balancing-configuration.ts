import { z } from 'zod';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { defineIntegers } from '#platform/configuration/integer-group.ts';

/** The place that further addresses of subgraphs come from. */
export type Discovery = 'registry' | 'dns' | 'none';

/** The variables of balancing. */
export const balancingFields = {
  /** Default: the registry if there is one. */
  SUBGRAPH_DISCOVERY: z.enum(['registry', 'dns', 'none'], 'must be registry, dns or none').optional(),
};

/** The bounds of balancing, with the variables that set them. */
export const balancingBounds = defineIntegers({
  /** Between two lookups of a host's addresses. */
  dnsRefreshMs: ['SUBGRAPH_DNS_REFRESH_MS', 100, 300_000, 2_000],
});

/**
 * Judges the place together with whether there is a registry.
 *
 * @throws {ConfigurationError} if the registry is asked for, and there is none
 */
export function toDiscovery(given: Discovery | undefined, hasRegistry: boolean): Discovery {
  if (given === 'registry' && !hasRegistry)
    throw new ConfigurationError(['REGISTRY_URL is missing: SUBGRAPH_DISCOVERY=registry needs it']);
  return given ?? (hasRegistry ? 'registry' : 'none');
}
