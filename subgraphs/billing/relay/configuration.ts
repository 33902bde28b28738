import { z } from 'zod';
import { commonFields, databaseUrl, integer, port } from '#platform/configuration/fields.ts';
import { checkEventLogVariables, eventLogFields } from '#platform/event-log/configuration.ts';

/** What the relay reads from its environment. */
export const configurationSchema = z
  .object({
    ...commonFields,
    RELAY_PORT: port(4006),
    HOST: z.string().default('127.0.0.1'),
    /** With billing's own role. */
    DATABASE_URL: databaseUrl(),
    ...eventLogFields,
    /** How many partitions the topic gets if it is not there yet. */
    FACTURATION_PARTITIONS: integer({ min: 1, max: 100, byDefault: 4 }),
    RELAY_BATCH_SIZE: integer({ min: 1, max: 10_000, byDefault: 500 }),
    /** How often to look for messages when no hint comes. */
    RELAY_POLL_MS: integer({ min: 10, max: 60_000, byDefault: 500 }),
  })
  .superRefine(checkEventLogVariables);
