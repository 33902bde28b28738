import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { TokenError } from '#platform/tokens/token-error.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import { ApiKeyError } from './api-key-error.ts';
import type { PresentedKey } from './find-api-key.ts';
import type { GrantedToken, GrantToken } from './grant-token.ts';

/** A token that is used until the provider is to be asked again about its key. */
interface KeptToken extends GrantedToken {
  readonly freshUntilMs: number;
}

export interface ApiKeyTokensOptions {
  readonly grant: GrantToken;
  /** The time after which the provider is asked again about a key, in milliseconds. */
  readonly recheckMs: number;
}

/** The bounds of the exchange of keys. */
export const apiKeyBounds = {
  /** Keys whose token is kept. */
  kept: 10_000,
  /** Refused keys, which are kept apart, so that a flood of them takes no place from good ones. */
  refused: 10_000,
  /** Questions to the provider at a time. */
  asking: 16,
  /** Questions that wait for one of those to end. */
  waiting: 256,
} as const;

const refusedMs = 5_000;
/** A token is not used in its last moments: subgraphs verify it after the gateway. */
const marginMs = 30_000;

/** The access tokens of API keys. Keys are kept by their hash alone. */
export class ApiKeyTokens {
  readonly #grant: GrantToken;
  readonly #recheckMs: number;
  readonly #kept = new LRUCache<string, KeptToken>({ max: apiKeyBounds.kept });
  readonly #refused = new LRUCache<string, true>({ max: apiKeyBounds.refused, ttl: refusedMs });
  readonly #asking = new Map<string, Promise<string>>();
  readonly #turns = createTurns(apiKeyBounds.asking);

  constructor({ grant, recheckMs }: ApiKeyTokensOptions) {
    this.#grant = grant;
    this.#recheckMs = recheckMs;
  }

  /**
   * The access token of a key. While the provider does not answer, a token that it gave before is good until its own end.
   *
   * @throws {ApiKeyError} API_KEY_REFUSED
   * @throws {TokenError} PROVIDER_UNREACHABLE, also if too many keys wait for it
   */
  get(key: PresentedKey): Promise<string> {
    const digest = hash('sha256', key.text, 'base64');
    const kept = this.#kept.get(digest);
    if (kept !== undefined && Date.now() < kept.freshUntilMs) return Promise.resolve(kept.token);
    if (this.#refused.has(digest)) return Promise.reject(new ApiKeyError('API_KEY_REFUSED'));
    const known = this.#asking.get(digest);
    if (known !== undefined) return known;
    const asking = this.#ask(key, digest).finally(() => this.#asking.delete(digest));
    this.#asking.set(digest, asking);
    return asking;
  }

  async #ask(key: PresentedKey, digest: string): Promise<string> {
    let granted: GrantedToken | undefined;
    try {
      if (this.#asking.size >= apiKeyBounds.asking + apiKeyBounds.waiting) throw busyError();
      granted = await this.#turns.run(() => this.#grant(key));
    } catch (error) {
      const kept = this.#kept.get(digest);
      if (error instanceof TokenError && kept !== undefined && Date.now() < kept.expiresAtMs)
        return kept.token;
      throw error;
    }
    if (granted === undefined) {
      this.#kept.delete(digest);
      this.#refused.set(digest, true);
      throw new ApiKeyError('API_KEY_REFUSED');
    }
    const { expiresAtMs } = granted;
    const nowMs = Date.now();
    const usableMs = Math.max(expiresAtMs - nowMs - marginMs, (expiresAtMs - nowMs) / 2);
    this.#kept.set(digest, { ...granted, freshUntilMs: nowMs + Math.min(this.#recheckMs, usableMs) });
    return granted.token;
  }
}

function busyError(): TokenError {
  return new TokenError('PROVIDER_UNREACHABLE', 'Too many API keys wait to be checked. Try again soon.');
}
