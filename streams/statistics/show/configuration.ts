import { z } from 'zod';
import { databaseUrl } from '#platform/configuration/fields.ts';

/** The environment variables of the command that prints the statistics. */
export const configurationSchema = z.object({
  /** With the role `statistics`. */
  DATABASE_URL: databaseUrl(),
});
