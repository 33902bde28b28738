import { z } from 'zod';
import { commonFields, databaseUrl, port } from '#platform/configuration/fields.ts';
import { identityFields } from '#platform/configuration/identity-fields.ts';
import { idempotencyFields } from '#platform/database/idempotency-sweeper.ts';

/** The environment variables of the process. */
export const configurationSchema = z.object({
  ...commonFields,
  ...identityFields,
  ...idempotencyFields,
  DATABASE_URL: databaseUrl(),
  HOST: z.string().default('127.0.0.1'),
  CUSTOMER_PORT: port(4001),
});
