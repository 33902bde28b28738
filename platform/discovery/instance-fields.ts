import { z } from 'zod';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { graphRef, integer, secret, url } from '#platform/configuration/fields.ts';

/** The variables by which a process that serves a subgraph registers. Without a key it does not. */
export const instanceFields = {
  REGISTRY_URL: url().optional(),
  /** With the right REGISTER for the subgraph. */
  REGISTRY_INSTANCE_KEY: secret(32).optional(),
  /** The graph and its variant, such as `shop@current`. */
  REGISTRY_GRAPH: graphRef().optional(),
  /** The GraphQL address at which gateways reach this process. Default: the one that it listens on. */
  INSTANCE_URL: url()
    .refine((text) => isPlainUrl(text), 'must have no user, password or fragment')
    .optional(),
  /** The version of the program, for people. */
  INSTANCE_VERSION: z
    .string()
    .max(100)
    .regex(/^[^\p{C}]*$/u, 'must be printable characters')
    .default(''),
  INSTANCE_LEASE_SECONDS: integer({ min: 5, max: 60, byDefault: 15 }),
};

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password, hash } = new URL(text);
  return username === '' && password === '' && hash === '';
}

/** The parsed variables. */
export type InstanceVariables = z.output<z.ZodObject<typeof instanceFields>>;

/** The place where a process registers, and what it tells of itself. */
export interface InstanceConfiguration {
  /** Of the registry. */
  readonly url: string;
  readonly key: string;
  readonly graph: string;
  readonly variant: string;
  /** `undefined` if it is the one that the process listens on. */
  readonly instanceUrl: string | undefined;
  readonly version: string;
  readonly leaseSeconds: number;
}

/**
 * Judges the variables together.
 *
 * @param host the address that the process listens on
 * @returns `undefined` if the process does not register
 * @throws {ConfigurationError} that lists what is missing
 */
export function toInstanceConfiguration(
  variables: InstanceVariables,
  host: string,
): InstanceConfiguration | undefined {
  const { REGISTRY_INSTANCE_KEY: key, REGISTRY_URL: registryUrl, REGISTRY_GRAPH: ref } = variables;
  const instanceUrl = variables.INSTANCE_URL;
  if (key === undefined) return undefined;
  const isReachable = instanceUrl !== undefined || !isAnyAddress(host);
  if (registryUrl === undefined || ref === undefined || !isReachable)
    throw new ConfigurationError([
      ...(registryUrl === undefined ? ['REGISTRY_URL is missing: REGISTRY_INSTANCE_KEY needs it'] : []),
      ...(ref === undefined ? ['REGISTRY_GRAPH is missing: REGISTRY_INSTANCE_KEY needs it'] : []),
      ...(isReachable ? [] : [`INSTANCE_URL is missing: gateways cannot reach ${host}`]),
    ]);
  const [graph = '', variant = 'current'] = ref.split('@');
  return {
    url: registryUrl,
    key,
    graph,
    variant,
    instanceUrl,
    version: variables.INSTANCE_VERSION,
    leaseSeconds: variables.INSTANCE_LEASE_SECONDS,
  };
}

function isAnyAddress(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}
