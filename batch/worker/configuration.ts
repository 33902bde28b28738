import { z } from 'zod';
import { commonFields, databaseUrl, port } from '#platform/configuration/fields.ts';
import { issueDateFields } from '#schema/calendar/seller-fields.ts';

/** The environment variables of the import workers' keeper, and those that it checks for the workers. */
export const configurationSchema = z.object({
  ...commonFields,
  ...issueDateFields,
  /** With the role `batch`. */
  DATABASE_URL: databaseUrl(),
  HOST: z.string().default('127.0.0.1'),
  BATCH_WORKER_PORT: port(4012),
});
