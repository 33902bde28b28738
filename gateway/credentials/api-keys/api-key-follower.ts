import { TokenError, toHttpStatus } from '#platform/tokens/token-error.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { refuse } from '../bearer-follower.ts';
import { type CallerFollower, createCallerControl } from '../followed-caller.ts';
import { ApiKeyError } from './api-key-error.ts';
import type { ApiKeyTokens } from './api-key-tokens.ts';
import { findApiKey, type PresentedKey } from './find-api-key.ts';

export interface ApiKeyFollowerOptions {
  readonly prefix: string;
  readonly tokens: ApiKeyTokens;
  readonly verifier: TokenVerifier;
  readonly recheckMs: number;
}

/** The longest time between two looks at whether another token is due. */
const maxLookMs = 10_000;

/** Follows callers by API key: each is good for as long as the provider gives its client tokens, which are renewed here. */
export function createApiKeyFollower(options: ApiKeyFollowerOptions): CallerFollower {
  const { prefix, tokens, verifier, recheckMs } = options;

  async function identify(key: PresentedKey) {
    const token = await tokens.get(key);
    return { principal: await verifier.verify(token), token };
  }

  return {
    async follow({ authorization, apiKey }) {
      const key = findApiKey(prefix, { authorization, apiKey });
      if (key === undefined) return undefined;
      const control = createCallerControl(await identify(key));
      const { live } = control;
      let isLooking = false;
      const look = async () => {
        if (isLooking) return;
        isLooking = true;
        try {
          const caller = await identify(key);
          if (caller.token !== live.now.token) control.replace(caller);
        } catch (error) {
          if (isRefusal(error))
            control.end('SUBSCRIPTION_TOKEN_REFUSED', 'The API key is no longer accepted.');
        } finally {
          isLooking = false;
        }
      };
      const timer = setInterval(() => void look(), Math.min(recheckMs, maxLookMs)).unref();
      live.ended.addEventListener('abort', () => clearInterval(timer), { once: true });
      if (live.ended.aborted) clearInterval(timer);
      return {
        get now() {
          return live.now;
        },
        ended: live.ended,
        onRenewed: (listener) => live.onRenewed(listener),
        close() {
          clearInterval(timer);
          control.close();
        },
        renew: async () => refuse('The gateway itself renews the tokens of an API key.'),
      };
    },
  };
}

/** A provider that is away says nothing about a key: its last token is good until its own end. */
function isRefusal(error: unknown): boolean {
  if (error instanceof ApiKeyError) return true;
  return error instanceof TokenError && toHttpStatus(error) === 401;
}
