import { z } from 'zod';
import type { CheckDefinition, CreateCheck } from './admission-check.ts';
import { costCheck } from './cost-check.ts';

/** All that an operation must pass besides being valid and within the limits, in this order. A new check is one more line. */
const checks: readonly CheckDefinition[] = [costCheck];

/** The variables of all checks. */
export const checkFields: Readonly<Record<string, z.ZodType>> = Object.assign(
  {},
  ...checks.map(({ fields }) => fields),
);

/** Reads the variables of all checks from an environment. */
export const checksSchema = z.record(z.string(), z.unknown()).transform((environment, context) => {
  const created: CreateCheck[] = [];
  for (const { schema } of checks) {
    const { data, error } = schema.safeParse(environment);
    if (data) created.push(data);
    for (const { path, message } of error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  }
  return { checks: created };
});
