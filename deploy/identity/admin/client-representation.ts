import { z } from 'zod';
import { protocolMapperSchema } from '../realm-file.ts';
import type { ServiceClient, ServiceClientChange } from '../service-clients.ts';

/** A client in Keycloak's form (`ClientRepresentation`), as far as it is served here; never with its secret. */
export function toClientRepresentation(client: ServiceClient) {
  return {
    id: client.id,
    clientId: client.clientId,
    name: client.name,
    description: client.description,
    enabled: client.isEnabled,
    protocol: 'openid-connect',
    publicClient: false,
    serviceAccountsEnabled: true,
    standardFlowEnabled: false,
    directAccessGrantsEnabled: false,
    attributes: client.attributes,
    protocolMappers: client.protocolMappers,
  };
}

const onlyServiceAccounts = 'must not be given so: clients that are added here have a service account alone';

const clientChangeSchema = z.object({
  name: z.string().max(255).optional(),
  description: z.string().max(255).optional(),
  enabled: z.boolean().optional(),
  publicClient: z.literal(false, onlyServiceAccounts).optional(),
  serviceAccountsEnabled: z.literal(true, onlyServiceAccounts).optional(),
  standardFlowEnabled: z.literal(false, onlyServiceAccounts).optional(),
  directAccessGrantsEnabled: z.literal(false, onlyServiceAccounts).optional(),
  attributes: z.record(z.string().max(255), z.string().max(4000)).optional(),
  protocolMappers: z.array(protocolMapperSchema).max(20).optional(),
});

export const newClientSchema = clientChangeSchema.extend({
  clientId: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,253}$/, 'must be letters, digits and . _ -'),
  serviceAccountsEnabled: z.literal(true, onlyServiceAccounts),
});

export const existingClientSchema = clientChangeSchema.extend({ clientId: z.string().optional() });

/** The change that a representation asks for; members that it leaves out stay as they are. */
export function toServiceClientChange(given: z.output<typeof clientChangeSchema>): ServiceClientChange {
  return {
    ...(given.name === undefined ? {} : { name: given.name }),
    ...(given.description === undefined ? {} : { description: given.description }),
    ...(given.enabled === undefined ? {} : { isEnabled: given.enabled }),
    ...(given.attributes === undefined ? {} : { attributes: given.attributes }),
    ...(given.protocolMappers === undefined ? {} : { protocolMappers: given.protocolMappers }),
  };
}
