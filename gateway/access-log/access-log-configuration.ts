import { z } from 'zod';
import { integer } from '#platform/configuration/fields.ts';

const share = 'must be a number from 0 to 1';

/** The variables of the access log. */
export const accessLogFields = {
  /** A file, or `stdout`; no access is logged if absent. */
  ACCESS_LOG: z.string().min(1).optional(),
  /** The share of accesses without errors that is logged. */
  ACCESS_LOG_SAMPLE: z
    .string()
    .regex(/^(0|1|0?\.\d{1,9}|1\.0+)$/, share)
    .transform(Number)
    .default(1),
  ACCESS_LOG_MAX_BYTES: integer({ min: 100_000, max: 100_000_000_000, byDefault: 100_000_000 }),
  ACCESS_LOG_KEEP: integer({ min: 0, max: 1_000, byDefault: 5 }),
};

/** Everything that decides how accesses are logged. */
export interface AccessLogConfiguration {
  /** The file; standard output if absent. */
  readonly file: string | undefined;
  /** The share of accesses without errors that is logged, from 0 to 1. */
  readonly sample: number;
  /** A file of so many bytes is put aside. */
  readonly maxBytes: number;
  /** The number of files that are kept besides the one that is written. */
  readonly keptFiles: number;
}

/** Reads the variables. @returns nothing if no access is logged */
export function toAccessLogConfiguration(
  variables: z.output<z.ZodObject<typeof accessLogFields>>,
): AccessLogConfiguration | undefined {
  const { ACCESS_LOG: place } = variables;
  return place === undefined
    ? undefined
    : {
        file: place === 'stdout' ? undefined : place,
        sample: variables.ACCESS_LOG_SAMPLE,
        maxBytes: variables.ACCESS_LOG_MAX_BYTES,
        keptFiles: variables.ACCESS_LOG_KEEP,
      };
}
