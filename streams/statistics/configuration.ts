import { z } from 'zod';
import { commonFields, databaseUrl, integer, port } from '#platform/configuration/fields.ts';
import { identityFields } from '#platform/configuration/identity-fields.ts';
import { instanceFields } from '#platform/discovery/instance-fields.ts';
import { checkEventLogVariables, eventLogFields } from '#platform/event-log/configuration.ts';
import { sellerFields } from '#schema/calendar/seller-fields.ts';

const fields = z.object({
  ...commonFields,
  ...eventLogFields,
  ...identityFields,
  ...instanceFields,
  ...sellerFields,
  STATISTICS_PORT: port(4008),
  HOST: z.string().default('127.0.0.1'),
  /** With the role `statistics`. */
  DATABASE_URL: databaseUrl(),
  /** The number of partitions of the topic if it has to be created. */
  FACTURATION_PARTITIONS: integer({ min: 1, max: 100, byDefault: 4 }),
  /** The number of partitions that are processed at once. */
  STATISTICS_PARTITIONS_AT_ONCE: integer({ min: 1, max: 100, byDefault: 4 }),
  /** The number of records in its partition over which a repeated event is recognised at least; about 60 bytes of memory each. */
  STATISTICS_SEEN_RECORDS: integer({ min: 1_000, max: 10_000_000, byDefault: 100_000 }),
  /**
   * The hours for which a subscriber may stay away and still continue after the last invoice that it received. With 0 received invoices
   * are not kept, and nobody can follow them; the figures are the same.
   */
  STATISTICS_RECEIVED_HOURS: integer({ min: 0, max: 87_600, byDefault: 24 }),
  /** The number of records of its partition that a subscriber may be behind; about 150 bytes of disk each. */
  STATISTICS_RECEIVED_RECORDS: integer({ min: 1, max: 1_000_000_000, byDefault: 1_000_000 }),
});

/** The environment variables of the statistics. */
export const configurationSchema = fields.superRefine(checkEventLogVariables);
