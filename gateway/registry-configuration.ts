import type { z } from 'zod';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { flag, graphRef, secret, url } from '#platform/configuration/fields.ts';

/** The variables by which a gateway knows its registry. */
export const registryFields = {
  /** The registry that delivers the supergraph. Without it, the file alone does. */
  REGISTRY_URL: url().optional(),
  /** Lets the gateway read the supergraph and report usage. */
  REGISTRY_KEY: secret().optional(),
  /** The graph and its variant, such as `shop@current`. */
  REGISTRY_GRAPH: graphRef().optional(),
  USAGE_REPORTS: flag(true),
  USAGE_REPORT_URL: url().optional(),
};

export type RegistryVariables = z.output<z.ZodObject<typeof registryFields>>;

/** One graph of a registry, and the key to it. */
interface RegistryAccess {
  readonly url: string;
  readonly key: string;
  /** With the name of its variant. */
  readonly graphRef: string;
}

export interface RegistryAccessConfiguration {
  /** Delivers the supergraph; `undefined` if the file alone does. */
  readonly registry: RegistryAccess | undefined;
  /** Takes usage reports; `undefined` if nothing is reported. */
  readonly usageReports: RegistryAccess | undefined;
}

/**
 * Judges the variables together.
 *
 * @throws {ConfigurationError} if an address is given without a key or without a graph
 */
export function toRegistryConfiguration(variables: RegistryVariables): RegistryAccessConfiguration {
  const { REGISTRY_URL: registryUrl, USAGE_REPORT_URL: givenUrl, USAGE_REPORTS: isReporting } = variables;
  const reportUrl = givenUrl ?? (registryUrl === undefined ? undefined : `${registryUrl}/usage`);
  if (registryUrl === undefined && reportUrl === undefined) {
    return { registry: undefined, usageReports: undefined };
  }
  const { REGISTRY_KEY: key, REGISTRY_GRAPH: graph } = variables;
  if (key === undefined || graph === undefined) {
    const missing = Object.entries({ REGISTRY_KEY: key, REGISTRY_GRAPH: graph });
    throw new ConfigurationError(
      missing
        .filter(([, value]) => value === undefined)
        .map(([name]) => `${name} is missing: REGISTRY_URL and USAGE_REPORT_URL need it`),
    );
  }
  const graphRef = graph.includes('@') ? graph : `${graph}@current`;
  const toAccess = (address: string | undefined) =>
    address === undefined ? undefined : { url: address, key, graphRef };
  return { registry: toAccess(registryUrl), usageReports: isReporting ? toAccess(reportUrl) : undefined };
}
