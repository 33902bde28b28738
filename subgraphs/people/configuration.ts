import { z } from 'zod';
import { commonFields, databaseUrl, port, url } from '#platform/configuration/fields.ts';
import { identityFields } from '#platform/configuration/identity-fields.ts';
import { instanceFields } from '#platform/discovery/instance-fields.ts';
import { checkEventLogVariables, eventLogFields } from '#platform/event-log/configuration.ts';

/** The environment variables of the process. */
export const configurationSchema = z
  .object({
    ...commonFields,
    ...identityFields,
    ...instanceFields,
    ...eventLogFields,
    HOST: z.string().default('127.0.0.1'),
    PEOPLE_PORT: port(4011),
    DATABASE_URL: databaseUrl(),
    /** The provider's administration; by default that of a Keycloak whose issuer this is. */
    IDENTITY_ADMIN_URL: url().optional(),
    /** The client by whose service account people are administered. */
    FACTURATION_PEOPLE_CLIENT: z.string().min(1).default('facturation-people'),
    FACTURATION_PEOPLE_SECRET: z.string().min(1, 'must be the secret of the client of people'),
  })
  .superRefine(checkEventLogVariables);

/** The address of Keycloak's administration for an issuer; undefined if the issuer is not of its form. */
export function toAdministrationUrl(issuer: string): string | undefined {
  const [, base, realm] = /^(.*)\/realms\/([^/]+)\/?$/.exec(issuer) ?? [];
  return base === undefined ? undefined : `${base}/admin/realms/${realm}`;
}
