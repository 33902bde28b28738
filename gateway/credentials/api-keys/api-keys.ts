import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import type { TrustedIssuer } from '#platform/tokens/trusted-issuer.ts';
import { requestDeadlines } from '#platform/waiting/deadlines.ts';
import type { Credentials } from '../credentials.ts';
import type { CallerFollower } from '../followed-caller.ts';
import type { ApiKeyConfiguration } from './api-key-configuration.ts';
import { createApiKeyFollower } from './api-key-follower.ts';
import { ApiKeyTokens } from './api-key-tokens.ts';
import { apiKeyHeader, findApiKey } from './find-api-key.ts';
import { createTokenGrant } from './grant-token.ts';

/** The ways in which API keys are taken. */
export interface ApiKeys {
  readonly credentials: Credentials;
  readonly follower: CallerFollower;
  close(): void;
}

export interface ApiKeysOptions extends ApiKeyConfiguration {
  /** The provider whose clients the keys are. */
  readonly issuer: Pick<TrustedIssuer, 'issuer' | 'internalUrl'>;
  readonly verifier: TokenVerifier;
}

/**
 * Opens the API keys of a provider's clients. A key is exchanged for an access token of its client, which then is verified and
 * passed on as any other, so that a subgraph never sees a key.
 */
export function openApiKeys({ prefix, recheckMs, issuer, verifier }: ApiKeysOptions): ApiKeys {
  const closing = new AbortController();
  const timeoutMs = requestDeadlines.providerAnswerMs;
  const grant = createTokenGrant(issuer, { timeoutMs, signal: closing.signal });
  const tokens = new ApiKeyTokens({ grant, recheckMs });
  return {
    credentials: {
      async tokenFor({ headers, raw: { url } }) {
        const { authorization, [apiKeyHeader]: apiKey } = headers;
        const key = findApiKey(prefix, { authorization, apiKey, url });
        return key && tokens.get(key);
      },
    },
    follower: createApiKeyFollower({ prefix, tokens, verifier, recheckMs }),
    close: () => closing.abort(),
  };
}
