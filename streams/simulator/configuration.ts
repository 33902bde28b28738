import { z } from 'zod';
import { commonFields, flag, integer, port } from '#platform/configuration/fields.ts';
import { checkEventLogVariables, eventLogFields } from '#platform/event-log/configuration.ts';
import { sellerFields } from '#schema/calendar/seller-fields.ts';

/** A decimal number within bounds. */
function decimal(options: { min: number; max: number; byDefault: number }) {
  const message = `must be a number from ${options.min} to ${options.max}`;
  return z
    .string()
    .regex(/^\d{1,9}(\.\d{1,9})?$/, message)
    .transform(Number)
    .refine((value) => value >= options.min && value <= options.max, message)
    .default(options.byDefault);
}

/** The simulator's environment variables. */
export const configurationSchema = z
  .object({
    ...commonFields,
    SIMULATOR_PORT: port(4007),
    HOST: z.string().default('127.0.0.1'),
    ...eventLogFields,
    ...sellerFields,
    /** The number of partitions of the topic if it has to be created. */
    FACTURATION_PARTITIONS: integer({ min: 1, max: 100, byDefault: 4 }),
    /** Invoices a second. */
    SIMULATOR_RATE: decimal({ min: 0.001, max: 100_000, byDefault: 1 }),
    SIMULATOR_CUSTOMERS: integer({ min: 1, max: 100_000, byDefault: 20 }),
    /** The share of invoices that carry an earlier time than now. */
    SIMULATOR_DISORDER: decimal({ min: 0, max: 1, byDefault: 0 }),
    /** The largest difference between that time and now, in milliseconds. */
    SIMULATOR_MAX_LATENESS_MS: integer({ min: 1, max: 86_400_000, byDefault: 10_000 }),
    SIMULATOR_SEED: z.string().default('1'),
    /** The beginning of the invoice numbers. Each prefix is a sequence of its own. */
    SIMULATOR_PREFIX: z
      .string()
      .regex(/^[A-Z][A-Z0-9]{0,15}$/, 'must be 1 to 16 capital letters and digits that begin with a letter')
      .default('SIM'),
    /** The place of the sequence's last invoice; 0 for an endless one. */
    SIMULATOR_COUNT: integer({ min: 0, max: 999_999_999, byDefault: 0 }),
    /** True if the process ends after the last invoice; otherwise it stays and does nothing. */
    SIMULATOR_ENDS: flag(false),
  })
  .superRefine(checkEventLogVariables);
