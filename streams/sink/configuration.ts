import { z } from 'zod';
import { commonFields, databaseUrl, integer, port } from '#platform/configuration/fields.ts';
import { identityFields } from '#platform/configuration/identity-fields.ts';
import { checkEventLogVariables, eventLogFields } from '#platform/event-log/configuration.ts';
import { sellerFields } from '#schema/calendar/seller-fields.ts';

/** The sink's environment variables. */
export const configurationSchema = z
  .object({
    ...commonFields,
    ...identityFields,
    ...sellerFields,
    SINK_PORT: port(4005),
    HOST: z.string().default('127.0.0.1'),
    /** With the sink's own role. */
    DATABASE_URL: databaseUrl(),
    ...eventLogFields,
    /** The number of partitions of the topic if it has to be created. */
    FACTURATION_PARTITIONS: integer({ min: 1, max: 100, byDefault: 4 }),
    /** The folder of the CSV files. */
    SINK_CSV_DIR: z.string().default('.data/sink'),
    /** A CSV file ends before it would have more bytes than this. */
    SINK_CSV_MAX_BYTES: integer({ min: 1_000, max: 2_000_000_000, byDefault: 64 * 1_048_576 }),
  })
  .superRefine(checkEventLogVariables);
