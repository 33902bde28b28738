import { z } from 'zod';
import { commonFields, databaseUrl, integer, port } from '#platform/configuration/fields.ts';
import { checkEventLogVariables, eventLogFields } from '#platform/event-log/configuration.ts';

/** The environment variables of the relay. */
export const configurationSchema = z
  .object({
    ...commonFields,
    RELAY_PORT: port(4006),
    HOST: z.string().default('127.0.0.1'),
    /** With billing's own role. */
    DATABASE_URL: databaseUrl(),
    ...eventLogFields,
    /** The number of partitions of the topic, if it does not exist yet. */
    FACTURATION_PARTITIONS: integer({ min: 1, max: 100, byDefault: 4 }),
    RELAY_BATCH_SIZE: integer({ min: 1, max: 10_000, byDefault: 500 }),
    /** The interval at which the relay looks for messages without a hint. */
    RELAY_POLL_MS: integer({ min: 10, max: 60_000, byDefault: 500 }),
  })
  .superRefine(checkEventLogVariables);
