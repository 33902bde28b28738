import { z } from 'zod';
import type { KeyCredentials } from '#platform/tokens/api-key.ts';
import { type IssuerAddress, toReachableUrl } from '#platform/tokens/issuer-address.ts';
import { askProvider, type ProviderFetchOptions } from '#platform/tokens/provider-fetch.ts';
import { fetchProviderMetadata } from '#platform/tokens/provider-metadata.ts';
import { TokenError } from '#platform/tokens/token-error.ts';

/** A token of a client, and its end. */
export interface GrantedToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** Asks for the token of a client; undefined if the provider refuses the client. */
export type GrantToken = (key: KeyCredentials) => Promise<GrantedToken | undefined>;

const grantSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const refusalSchema = z.object({ error: z.string() });

/** Errors of RFC 6749 section 5.2 by which a provider refuses this client, whatever else may be wrong. */
const refusals: ReadonlySet<string> = new Set(['invalid_client', 'unauthorized_client', 'invalid_grant']);

/**
 * Creates what asks a provider for tokens by client credentials (RFC 6749 section 4.4). The address of its token endpoint is
 * discovered once.
 *
 * @returns what throws a `TokenError` PROVIDER_UNREACHABLE if the provider does not answer, or not as expected
 */
export function createTokenGrant(address: IssuerAddress, options: ProviderFetchOptions): GrantToken {
  let discovering: Promise<string> | undefined;

  async function discover(): Promise<string> {
    const { token_endpoint: endpoint } = await fetchProviderMetadata(address, options);
    if (endpoint !== undefined) return toReachableUrl(endpoint, address);
    throw new TokenError('PROVIDER_UNREACHABLE', 'The identity provider names no address for tokens.');
  }

  return async (key) => {
    discovering ??= discover().catch((error: unknown) => {
      discovering = undefined;
      throw error;
    });
    const { status, body } = await askProvider(
      await discovering,
      { form: { grant_type: 'client_credentials' }, authorization: toBasic(key) },
      options,
    );
    const granted = grantSchema.safeParse(body);
    if (status === 200 && granted.success) {
      const { access_token: token, expires_in: seconds } = granted.data;
      return { token, expiresAtMs: Date.now() + seconds * 1_000 };
    }
    const refused = refusalSchema.safeParse(body);
    if ((status === 400 || status === 401) && refused.success && refusals.has(refused.data.error))
      return undefined;
    throw new TokenError(
      'PROVIDER_UNREACHABLE',
      'The identity provider gives no tokens for API keys at present.',
    );
  };
}

/** The credentials of a client in a header (RFC 6749 section 2.3.1). */
function toBasic({ clientId, clientSecret }: KeyCredentials): string {
  const text = [clientId, clientSecret].map(encodeURIComponent).join(':');
  return `Basic ${Buffer.from(text).toString('base64')}`;
}
