import { type KeyCredentials, parseApiKey } from '#platform/tokens/api-key.ts';
import { parseBearer } from '#platform/tokens/bearer.ts';
import { ApiKeyError } from './api-key-error.ts';

/** The header for clients whose `Authorization` is taken, and the one that gateways of others have. */
export const apiKeyHeader = 'x-api-key';

/** The parts of a request in which a key may stand, or must not. */
export interface KeyPlaces {
  readonly authorization: string | undefined;
  readonly apiKey: string | readonly string[] | undefined;
  /** The address that was asked for. */
  readonly url?: string | undefined;
}

/** A key that was found, with its text. */
export interface PresentedKey extends KeyCredentials {
  readonly text: string;
}

/**
 * Finds the API key of a request. Other bearer tokens are none of its business.
 *
 * @throws {ApiKeyError} if there is one that cannot be taken, whatever the provider says of it
 */
export function findApiKey(
  prefix: string,
  { authorization, apiKey, url }: KeyPlaces,
): PresentedKey | undefined {
  if (url !== undefined && hasKey(prefix, url)) throw new ApiKeyError('API_KEY_IN_URL');
  if (apiKey !== undefined) {
    if (authorization !== undefined) throw new ApiKeyError('CREDENTIALS_AMBIGUOUS');
    return toFound(prefix, String(apiKey).trim());
  }
  const bearer = parseBearer(authorization);
  if (bearer.kind !== 'token' || !bearer.token.startsWith(`${prefix}_`)) return undefined;
  return toFound(prefix, bearer.token);
}

function toFound(prefix: string, text: string): PresentedKey {
  const key = parseApiKey(prefix, text);
  if (key === undefined) throw new ApiKeyError('API_KEY_MALFORMED');
  return { ...key, text };
}

/** A value of the query that is a key as a whole. A document that speaks of one is not. */
function hasKey(prefix: string, url: string): boolean {
  const start = url.indexOf('?');
  if (start < 0 || !url.includes(`${prefix}_`)) return false;
  const values = [...new URLSearchParams(url.slice(start)).values()];
  return values.some((value) => parseApiKey(prefix, value) !== undefined);
}
