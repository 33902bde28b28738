import { z } from 'zod';
import { parseJsonFile } from '../../documents/parse-json-file.ts';

/** Sums of all processes stay exact below 2^53. */
const maxQuota = 1_000_000_000_000;
const maxNames = 1_000;

function whole(max: number) {
  const message = `must be a whole number from 1 to ${max}`;
  return z.int(message).min(1, message).max(max, message);
}

const quota = whole(maxQuota).optional();
const names = z.array(z.string().min(1).max(200)).max(maxNames).default([]);

const windowFields = {
  /** The windows in which a policy counts begin anew after so many seconds. */
  windowSeconds: whole(86_400),
  operations: quota,
  /** In the unit of `MAX_COST`: values that an answer may hold. */
  cost: quota,
};

const planNames = ['free', 'standard', 'unlimited'] as const;
const planName = z.enum(planNames, `must be one of ${planNames.join(', ')}`);
const dailyQuotas = z.strictObject({ operations: quota, cost: quota }).default({});

const ruleSchema = z.strictObject({
  address: z.strictObject(windowFields).optional(),
  strict: z
    .strictObject({
      ...windowFields,
      mutations: z.boolean().default(true),
      operationNames: names,
      rootFields: names,
    })
    .optional(),
  caller: z.strictObject(windowFields).optional(),
  plans: z
    .strictObject({
      default: planName.default('unlimited'),
      free: dailyQuotas,
      standard: dailyQuotas,
      clients: z.record(z.string().max(200), planName).default({}),
    })
    .default({ default: 'unlimited', free: {}, standard: {}, clients: {} }),
  store: z
    .strictObject({
      whenAway: z.enum(['open', 'closed'], 'must be open or closed').default('open'),
      waitMs: whole(5_000).default(250),
    })
    .default({ whenAway: 'open', waitMs: 250 }),
});

/** The daily allowance of a caller. */
export type PlanName = z.output<typeof planName>;

/** All limits that count over time. A quota that is absent does not limit. */
export type LimitRules = z.output<typeof ruleSchema>;

/** A policy that counts in windows of one length. */
export type WindowRule = Readonly<Pick<NonNullable<LimitRules['address']>, 'windowSeconds' | Unit>>;

/** The unit of a quota. */
export type Unit = 'operations' | 'cost';

/** True if a text names a plan. */
export function isPlanName(text: string): text is PlanName {
  return planName.safeParse(text).success;
}

/**
 * Reads limits from JSON.
 *
 * @param origin the file that the text is from, for messages
 * @throws {ConfigurationError} that lists what is wrong, by its place
 */
export function parseLimitRules(text: string, origin: string): LimitRules {
  return parseJsonFile(ruleSchema, text, origin);
}
