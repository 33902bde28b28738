import { z } from 'zod';
import { commonFields, databaseUrl, integer, port } from '#platform/configuration/fields.ts';
import { identityFields } from '#platform/configuration/identity-fields.ts';

/** What the sink reads from its environment. */
export const configurationSchema = z.object({
  ...commonFields,
  ...identityFields,
  SINK_PORT: port(4005),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: databaseUrl(),
  /** The folder of the CSV files. */
  SINK_CSV_DIR: z.string().default('.data/sink'),
  /** A file ends before it would have more bytes than this. */
  SINK_CSV_MAX_BYTES: integer({ min: 1_000, max: 2_000_000_000, byDefault: 64 * 1_048_576 }),
});
