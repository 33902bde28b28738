import { type CryptoKey, createLocalJWKSet, errors, type JWSHeaderParameters } from 'jose';
import { toReachableUrl } from './issuer-address.ts';
import { fetchProviderJson, type ProviderFetchOptions } from './provider-fetch.ts';
import { fetchProviderMetadata } from './provider-metadata.ts';
import { TokenError } from './token-error.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

export interface IssuerKeysOptions {
  /** For one request to the provider. */
  readonly timeoutMs: number;
  /** Least time between two fetches caused by key ids that nobody knows. */
  readonly cooldownMs: number;
  /** Least time between two fetches while there are no keys at all. */
  readonly retryMs: number;
  /** Age at which keys are fetched anew, in the background. */
  readonly maxAgeMs: number;
  /** Age beyond which keys that could not be fetched anew are no longer trusted. */
  readonly maxStaleMs: number;
}

/** The published keys of one issuer. */
export interface IssuerKeys {
  /**
   * The key that a JWS header names.
   *
   * @throws {TokenError} TOKEN_KEY_UNKNOWN or PROVIDER_UNREACHABLE.
   */
  get(header: JWSHeaderParameters): Promise<CryptoKey>;
  /** Ends a fetch under way. */
  close(): void;
}

type KeySet = ReturnType<typeof createLocalJWKSet>;

/**
 * Fetches and keeps the keys of one issuer.
 *
 * A key id that is not among them causes a fetch, since the provider may have rotated its keys; such fetches
 * are at least `cooldownMs` apart, failed ones included, so that a flood of invented key ids costs the
 * provider next to nothing. Callers that need the same fetch share it.
 */
export function createIssuerKeys(trusted: TrustedIssuer, options: IssuerKeysOptions): IssuerKeys {
  const closing = new AbortController();
  let loaded: { readonly keys: KeySet; readonly atMs: number } | undefined;
  let lastAttempt: { readonly atMs: number; readonly error?: unknown } | undefined;
  let pending: Promise<KeySet> | undefined;

  function load(): Promise<KeySet> {
    pending ??= fetchKeys(trusted, { timeoutMs: options.timeoutMs, signal: closing.signal })
      .then((keys) => {
        loaded = { keys, atMs: Date.now() };
        lastAttempt = { atMs: loaded.atMs };
        return keys;
      })
      .catch((error: unknown) => {
        lastAttempt = { atMs: Date.now(), error };
        throw error;
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  }

  /** Loads unless the last attempt is too recent; then what that attempt gave stands. */
  async function loadAfter(waitMs: number): Promise<KeySet> {
    const isTooSoon = lastAttempt !== undefined && Date.now() - lastAttempt.atMs < waitMs;
    if (pending !== undefined || !isTooSoon) return load();
    if (lastAttempt?.error !== undefined || loaded === undefined) throw lastAttempt?.error;
    return loaded.keys;
  }

  async function current(): Promise<KeySet> {
    const ageMs = loaded === undefined ? Number.POSITIVE_INFINITY : Date.now() - loaded.atMs;
    if (loaded === undefined || ageMs > options.maxStaleMs) return loadAfter(options.retryMs);
    // A provider that is down for a while must not take down those who trust it: the keys at hand stay good.
    if (ageMs > options.maxAgeMs) loadAfter(options.cooldownMs).catch(() => undefined);
    return loaded.keys;
  }

  return {
    async get(header) {
      const known = await pick(await current(), header);
      if (known !== undefined) return known;
      const found = await pick(await loadAfter(options.cooldownMs), header);
      if (found !== undefined) return found;
      throw new TokenError(
        'TOKEN_KEY_UNKNOWN',
        'The token is signed with a key its issuer does not publish.',
      );
    },
    close: () => closing.abort(new Error('The token verifier was closed.')),
  };
}

async function pick(keys: KeySet, header: JWSHeaderParameters): Promise<CryptoKey | undefined> {
  try {
    return await keys(header);
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

async function fetchKeys(trusted: TrustedIssuer, options: ProviderFetchOptions): Promise<KeySet> {
  const url = trusted.jwksUri ?? (await fetchProviderMetadata(trusted, options)).jwks_uri;
  const document = await fetchProviderJson(toReachableUrl(url, trusted), options);
  try {
    return createLocalJWKSet(document as Parameters<typeof createLocalJWKSet>[0]);
  } catch (cause) {
    throw new TokenError(
      'PROVIDER_UNREACHABLE',
      'The identity provider answers with something that is no key set (RFC 7517).',
      { cause },
    );
  }
}
