import { z } from 'zod';
import { bearerSecret, integer, url } from '#platform/configuration/fields.ts';

/** The variables of policies. */
export const policyFields = {
  /** A file with a condition for each policy, as JSON. */
  POLICIES_FILE: z.string().min(1).optional(),
  /** An Open Policy Agent, which decides the policies that the file does not. */
  OPA_URL: url().optional(),
  /** The document of its Data API. */
  OPA_PATH: z
    .string()
    .regex(/^[\w-]+(\/[\w-]+)*$/, 'must be names between slashes, such as gateway/policies')
    .default('gateway/policies'),
  OPA_TOKEN: bearerSecret().optional(),
  OPA_TIMEOUT_MS: integer({ min: 10, max: 10_000, byDefault: 500 }),
  OPA_CACHE_MS: integer({ min: 0, max: 60_000, byDefault: 5_000 }),
};

/** An Open Policy Agent, and how it is asked. */
export interface OpaConfiguration {
  readonly url: string;
  /** Of the document that holds the decisions. */
  readonly path: string;
  readonly token: string | undefined;
  /** For a whole request, in milliseconds. */
  readonly timeoutMs: number;
  /** The time for which a decision is kept, in milliseconds; 0 keeps none. */
  readonly cacheMs: number;
}

/** The ways in which policies are decided; without either nobody decides, and none holds. */
export interface PoliciesConfiguration {
  readonly file: string | undefined;
  readonly opa: OpaConfiguration | undefined;
}

/** Reads the variables. */
export function toPoliciesConfiguration(
  variables: z.output<z.ZodObject<typeof policyFields>>,
): PoliciesConfiguration {
  const { OPA_URL: opaUrl } = variables;
  return {
    file: variables.POLICIES_FILE,
    opa:
      opaUrl === undefined
        ? undefined
        : {
            url: opaUrl,
            path: variables.OPA_PATH,
            token: variables.OPA_TOKEN,
            timeoutMs: variables.OPA_TIMEOUT_MS,
            cacheMs: variables.OPA_CACHE_MS,
          },
  };
}
