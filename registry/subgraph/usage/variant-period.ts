import { createBadInputError } from '#platform/graphql/bad-input.ts';

/** The usage of a variant in the days until now. */
export interface VariantPeriod {
  readonly variantId: string;
  readonly days: number;
}

const defaultDays = 7;
/** The longest period that is asked for, in days. */
export const maxPeriodDays = 366;

/**
 * Creates the period that an argument asks for.
 *
 * @throws {GraphQLError} BAD_USER_INPUT if the number of days is out of bounds
 */
export function createVariantPeriod(variantId: string, days: number | null | undefined): VariantPeriod {
  const wanted = days ?? defaultDays;
  if (wanted < 1 || wanted > maxPeriodDays)
    throw createBadInputError(`\`days\` must be from 1 to ${maxPeriodDays}, not ${wanted}.`);
  return { variantId, days: wanted };
}
