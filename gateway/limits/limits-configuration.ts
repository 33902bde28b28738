import { z } from 'zod';
import { url } from '#platform/configuration/fields.ts';

/** The variables of the limits, beside `DATABASE_URL`. */
export const limitsFields = {
  /** The limits as JSON; generous ones that the gateway comes with if absent. */
  LIMITS_FILE: z.string().min(1).optional(),
  /** Redis or Valkey, where the limits are counted in the place of the database. */
  REDIS_URL: url(['redis:', 'rediss:']).optional(),
};

/** The stores in which counts can be kept. */
export interface StoreAddresses {
  readonly redisUrl: string | undefined;
  readonly databaseUrl: string | undefined;
}

/** Everything that decides how limits work, beside their file. */
export interface LimitsConfiguration extends StoreAddresses {
  readonly file: string | undefined;
}

/** Reads the variables. */
export function toLimitsConfiguration(
  variables: z.output<z.ZodObject<typeof limitsFields>> & { readonly DATABASE_URL?: string | undefined },
): LimitsConfiguration {
  return {
    file: variables.LIMITS_FILE,
    redisUrl: variables.REDIS_URL,
    databaseUrl: variables.REDIS_URL === undefined ? variables.DATABASE_URL : undefined,
  };
}
