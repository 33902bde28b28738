import { z } from 'zod';
import type { Environment } from '#platform/configuration/environment.ts';
import { commonFields, databaseUrl, port, secret, url } from '#platform/configuration/fields.ts';
import { type IdentityVariables, identityFields } from '#platform/configuration/identity-fields.ts';
import { instanceFields } from '#platform/discovery/instance-fields.ts';
import { schemaCheckFields } from './checks/check-configuration.ts';
import { deliveryFields } from './delivery/delivery-configuration.ts';
import { discoveryFields } from './discovery/discovery-configuration.ts';
import { minKeyLength } from './keys/key-secret.ts';

/** The environment variables of the process. */
export const configurationSchema = z.object({
  ...commonFields,
  // With its own address in REGISTRY_URL it registers its subgraph with itself, by REGISTRY_INSTANCE_KEY.
  ...instanceFields,
  DATABASE_URL: databaseUrl(),
  HOST: z.string().default('127.0.0.1'),
  REGISTRY_PORT: port(4020),
  /** The address of the pages that answers to Rover refer to. */
  REGISTRY_PAGE_URL: url().default('http://localhost:4000'),
  ...deliveryFields,
  ...schemaCheckFields,
  ...discoveryFields,
  /** A key with all rights for all graphs, by which a new registry is set up. */
  REGISTRY_ADMIN_KEY: secret(minKeyLength).optional(),
  /** A key for gateways of all graphs: they read supergraphs and report usage. */
  REGISTRY_GATEWAY_KEY: secret(minKeyLength).optional(),
  /** A key for the processes of all subgraphs: they register where they are. */
  REGISTRY_INSTANCE_KEY: secret(minKeyLength).optional(),
  ...identityFields,
  /** The provider of the people who use the subgraph. Without it there is no subgraph, and the registry has keys alone. */
  OIDC_ISSUER: identityFields.OIDC_ISSUER.optional(),
  OIDC_AUDIENCE: identityFields.OIDC_AUDIENCE.optional(),
});

/** The variables of a registry that serves its subgraph. */
const subgraphSchema = configurationSchema.extend(identityFields);

export type RegistryConfiguration = z.infer<typeof configurationSchema>;

/** The variables of a registry: where a provider of people is named, what is needed to trust it is needed, too. */
export function toRegistryFields(environment: Environment): z.ZodType<RegistryConfiguration> {
  return environment['OIDC_ISSUER'] ? subgraphSchema : configurationSchema;
}

/** Finds the provider of the people who use the subgraph; undefined if none is named. */
export function findIdentity(configuration: RegistryConfiguration): IdentityVariables | undefined {
  const { OIDC_ISSUER, OIDC_AUDIENCE } = configuration;
  return OIDC_ISSUER === undefined || OIDC_AUDIENCE === undefined
    ? undefined
    : { ...configuration, OIDC_ISSUER, OIDC_AUDIENCE };
}
