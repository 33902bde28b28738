import { z } from 'zod';
import type { CheckSettings } from './schema-checker.ts';

/** The variables of checks and of what they are judged by. */
export const schemaCheckFields = {
  /** `fail` or `pass`: the result of a check with breaking changes while nothing is known of what clients sent. */
  REGISTRY_CHECK_WITHOUT_USAGE: z.enum(['fail', 'pass']).default('fail'),
  /** `pass` or `fail`: the result of a check in which an enum value or a union member is new to those who read it. */
  REGISTRY_CHECK_ADDITIONS: z.enum(['pass', 'fail']).default('pass'),
  /** The time for which usage and checks are kept, in days. */
  REGISTRY_USAGE_DAYS: z.coerce.number().int().min(1).max(3_650).default(90),
};

type CheckConfiguration = z.infer<z.ZodObject<typeof schemaCheckFields>>;

/** Reads the settings of checks. */
export function toCheckSettings(configuration: CheckConfiguration): CheckSettings {
  return {
    passesWithoutUsage: configuration.REGISTRY_CHECK_WITHOUT_USAGE === 'pass',
    failsOnAdditions: configuration.REGISTRY_CHECK_ADDITIONS === 'fail',
  };
}
