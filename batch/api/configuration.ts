import { z } from 'zod';
import { commonFields, databaseUrl, port } from '#platform/configuration/fields.ts';
import { identityFields } from '#platform/configuration/identity-fields.ts';

/** The values that the process reads from its environment. */
export const configurationSchema = z.object({
  ...commonFields,
  ...identityFields,
  /** A URL with the role `batch`. */
  DATABASE_URL: databaseUrl(),
  HOST: z.string().default('127.0.0.1'),
  BATCH_PORT: port(4009),
});
