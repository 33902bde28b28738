import { setTimeout as delay } from 'node:timers/promises';
import {
  type CryptoKey,
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from 'jose';
import { toReachableUrl } from './issuer-address.ts';
import { fetchProviderJson, type ProviderFetchOptions } from './provider-fetch.ts';
import { fetchProviderMetadata } from './provider-metadata.ts';
import { TokenError } from './token-error.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

export interface IssuerKeysOptions {
  /** For one request to the provider. */
  readonly timeoutMs: number;
  /** Least time between two fetches, and so the longest that an unknown key id waits for one to start. */
  readonly cooldownMs: number;
  /** Least time between two fetches while there are no keys at all. */
  readonly retryMs: number;
  /** Age at which keys are fetched anew, in the background. */
  readonly maxAgeMs: number;
  /** Age beyond which keys that could not be fetched anew are no longer trusted. */
  readonly maxStaleMs: number;
}

/** A published key, and the number of the key set that has it. */
export interface FoundKey {
  readonly key: CryptoKey;
  readonly generation: number;
}

/** The published keys of one issuer. */
export interface IssuerKeys {
  /**
   * The key that a JWS header names. One that is not known is looked for in keys that are fetched after this call, which
   * may have to wait for up to `cooldownMs`.
   *
   * @throws {TokenError} TOKEN_KEY_UNKNOWN or PROVIDER_UNREACHABLE.
   */
  get(header: JWSHeaderParameters): Promise<FoundKey>;
  /**
   * Counts the key sets seen so far, equal ones in a row once: whatever was verified by a key of another generation must
   * be verified again. Fetches the keys anew in the background if they are old.
   */
  generation(): number;
  /** Resolves if keys are at hand or can be fetched. @throws {TokenError} PROVIDER_UNREACHABLE */
  ready(): Promise<void>;
  /** Ends fetches and waits under way. */
  close(): void;
}

interface KeySet {
  readonly find: ReturnType<typeof createLocalJWKSet>;
  /** The key set as text, by which a changed one is told. */
  readonly text: string;
  readonly generation: number;
}

/**
 * Fetches and keeps the keys of one issuer.
 *
 * A key id that is not among them causes a fetch, since the provider may have rotated its keys. Fetches start at least
 * `cooldownMs` apart, failed ones included, so that a flood of invented key ids costs the provider little. A token with a
 * new key waits for the next fetch, which it shares with all others that wait, so that the flood does not keep it out.
 */
export function createIssuerKeys(trusted: TrustedIssuer, options: IssuerKeysOptions): IssuerKeys {
  const closing = new AbortController();
  let loaded: { readonly keys: KeySet; readonly atMs: number } | undefined;
  let lastAttempt: { readonly atMs: number; readonly error?: unknown } | undefined;
  let pending: Promise<KeySet> | undefined;
  let next: Promise<KeySet> | undefined;

  function load(): Promise<KeySet> {
    pending ??= fetchNow().finally(() => {
      pending = undefined;
    });
    return pending;
  }

  async function fetchNow(): Promise<KeySet> {
    const startedAtMs = Date.now();
    try {
      const fetched = await fetchKeys(trusted, { timeoutMs: options.timeoutMs, signal: closing.signal });
      const before = loaded?.keys;
      const generation = (before?.generation ?? 0) + 1;
      const keys = before?.text === fetched.text ? before : { ...fetched, generation };
      loaded = { keys, atMs: startedAtMs };
      lastAttempt = { atMs: startedAtMs };
      return keys;
    } catch (error) {
      lastAttempt = { atMs: Date.now(), error };
      throw error;
    }
  }

  /** Loads unless the last attempt is too recent; then what that attempt gave stands. */
  async function loadAfter(waitMs: number): Promise<KeySet> {
    const isTooSoon = lastAttempt !== undefined && Date.now() - lastAttempt.atMs < waitMs;
    if (pending !== undefined || !isTooSoon) return load();
    if (lastAttempt?.error !== undefined || loaded === undefined) throw lastAttempt?.error;
    return loaded.keys;
  }

  /** The fetch that has not started yet; all who ask before it starts share it. */
  function loadNext(): Promise<KeySet> {
    next ??= startNext().finally(() => {
      next = undefined;
    });
    return next;
  }

  async function startNext(): Promise<KeySet> {
    await pending?.catch(() => undefined);
    const dueMs = (lastAttempt?.atMs ?? 0) + options.cooldownMs - Date.now();
    if (dueMs > 0) await delay(dueMs, undefined, { signal: closing.signal });
    next = undefined;
    return load();
  }

  async function current(): Promise<KeySet> {
    const ageMs = loaded === undefined ? Number.POSITIVE_INFINITY : Date.now() - loaded.atMs;
    if (loaded === undefined || ageMs > options.maxStaleMs) return loadAfter(options.retryMs);
    refreshInBackground();
    return loaded.keys;
  }

  /** A provider that is down for a while must not take down those who trust it: the keys at hand stay good. */
  function refreshInBackground(): void {
    if (loaded === undefined || Date.now() - loaded.atMs <= options.maxAgeMs) return;
    loadAfter(options.cooldownMs).catch(() => undefined);
  }

  return {
    async get(header) {
      const known = await pick(await current(), header);
      if (known !== undefined) return known;
      const found = await pick(await loadNext(), header);
      if (found !== undefined) return found;
      throw new TokenError(
        'TOKEN_KEY_UNKNOWN',
        'The token is signed with a key its issuer does not publish.',
      );
    },
    generation() {
      refreshInBackground();
      return loaded?.keys.generation ?? 0;
    },
    async ready() {
      await current();
    },
    close: () => closing.abort(new Error('The token verifier was closed.')),
  };
}

async function pick(keys: KeySet, header: JWSHeaderParameters): Promise<FoundKey | undefined> {
  try {
    return { key: await keys.find(header), generation: keys.generation };
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

async function fetchKeys(
  trusted: TrustedIssuer,
  options: ProviderFetchOptions,
): Promise<Omit<KeySet, 'generation'>> {
  const url = trusted.jwksUri ?? (await fetchProviderMetadata(trusted, options)).jwks_uri;
  const document = await fetchProviderJson(toReachableUrl(url, trusted), options);
  try {
    const find = createLocalJWKSet(document as JSONWebKeySet);
    return { find, text: toText(document as JSONWebKeySet) };
  } catch (cause) {
    throw new TokenError(
      'PROVIDER_UNREACHABLE',
      'The answer of the identity provider is not a key set (RFC 7517).',
      { cause },
    );
  }
}

/** The same text for the same keys, in whatever order the provider lists them. */
function toText({ keys }: JSONWebKeySet): string {
  return keys
    .map((key) => JSON.stringify(key))
    .sort()
    .join();
}
