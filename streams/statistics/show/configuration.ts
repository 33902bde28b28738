import { z } from 'zod';
import { databaseUrl } from '#platform/configuration/fields.ts';

/** What the command that prints the statistics reads from its environment. */
export const configurationSchema = z.object({
  /** With the role `statistics`. */
  DATABASE_URL: databaseUrl(),
});
