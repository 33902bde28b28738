import { z } from 'zod';
import { commonFields, databaseUrl, port } from '#platform/configuration/fields.ts';
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
    DATABASE_URL: databaseUrl(),
    HOST: z.string().default('127.0.0.1'),
    AUDIT_PORT: port(4013),
  })
  .superRefine(checkEventLogVariables);
