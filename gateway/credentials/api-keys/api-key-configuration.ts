import { z } from 'zod';
import { integer } from '#platform/configuration/fields.ts';
import { apiKeyPrefixForm } from '#platform/tokens/api-key.ts';

/** The variables of API keys. */
export const apiKeyFields = {
  /** The prefix of the keys that are taken; none are if absent. */
  API_KEYS: z
    .string()
    .regex(
      apiKeyPrefixForm,
      'must be the prefix of the keys: 2 to 16 small letters and digits, a letter first, such as shop',
    )
    .optional(),
  /** The time after which the provider is asked again about a key, and so the time for which a revoked one is still good here. */
  API_KEY_RECHECK_SECONDS: integer({ min: 1, max: 3_600, byDefault: 60 }),
};

/** The settings of API keys. */
export interface ApiKeyConfiguration {
  readonly prefix: string;
  readonly recheckMs: number;
}

/** Reads the variables; undefined if no keys are taken. */
export function toApiKeyConfiguration({
  API_KEYS: prefix,
  API_KEY_RECHECK_SECONDS: recheckSeconds,
}: {
  readonly API_KEYS?: string | undefined;
  readonly API_KEY_RECHECK_SECONDS?: number | undefined;
}): ApiKeyConfiguration | undefined {
  if (prefix === undefined || recheckSeconds === undefined) return undefined;
  return { prefix, recheckMs: recheckSeconds * 1_000 };
}
