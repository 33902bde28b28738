import * as client from 'openid-client';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import { type IssuerAddress, toReachableUrl } from '#platform/tokens/issuer-address.ts';

export interface ServiceTokenOptions extends IssuerAddress {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Obtains access tokens of a service account by client credentials (RFC 6749 section 4.4); one is used for half its
 * life.
 *
 * @throws {CodedError} NO_SERVICE_TOKEN when the provider does not answer or refuses the client; the token function too.
 */
export async function createServiceToken(options: ServiceTokenOptions): Promise<() => Promise<string>> {
  const issuer = new URL(options.issuer);
  const refuse = (cause: unknown): never => {
    const reason = toErrorText(cause);
    throw new CodedError(
      'NO_SERVICE_TOKEN',
      `The provider ${options.issuer} gave no token to the client ${options.clientId}: ${reason}`,
      { cause },
    );
  };
  const discovering = client.discovery(
    issuer,
    options.clientId,
    undefined,
    client.ClientSecretBasic(options.clientSecret),
    {
      timeout: 10,
      execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [],
      [client.customFetch]: (url, init) => fetch(toReachableUrl(url, options), init as RequestInit),
    },
  );
  const configuration = await discovering.catch(refuse);
  let current: { readonly token: string; readonly renewAtMs: number } | undefined;
  return async () => {
    if (current === undefined || Date.now() >= current.renewAtMs) {
      const grant = await client.clientCredentialsGrant(configuration).catch(refuse);
      current = {
        token: grant.access_token,
        renewAtMs: Date.now() + ((grant.expiresIn() ?? 60) / 2) * 1_000,
      };
    }
    return current.token;
  };
}
