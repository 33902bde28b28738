import { z } from 'zod';
import { databaseUrl } from '#platform/configuration/fields.ts';

/** What every command that knows of jobs needs. */
export const configurationSchema = z.object({
  /** With the role `batch`. */
  DATABASE_URL: databaseUrl(),
});
