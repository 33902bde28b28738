import * as client from 'openid-client';

export interface ServiceTokenOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where this process reaches the issuer, when that is another address than the issuer's name. */
  readonly internalUrl?: string | undefined;
}

/**
 * Obtains access tokens of a service account by client credentials (RFC 6749 section 4.4); one is used for half its
 * life.
 */
export async function createServiceToken(options: ServiceTokenOptions): Promise<() => Promise<string>> {
  const issuer = new URL(options.issuer);
  const configuration = await client.discovery(
    issuer,
    options.clientId,
    undefined,
    client.ClientSecretBasic(options.clientSecret),
    {
      timeout: 10,
      execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [],
      ...(options.internalUrl === undefined
        ? {}
        : { [client.customFetch]: createRedirectedFetch(options.issuer, options.internalUrl) }),
    },
  );
  let current: { readonly token: string; readonly renewAtMs: number } | undefined;
  return async () => {
    if (current === undefined || Date.now() >= current.renewAtMs) {
      const grant = await client.clientCredentialsGrant(configuration);
      current = {
        token: grant.access_token,
        renewAtMs: Date.now() + ((grant.expiresIn() ?? 60) / 2) * 1_000,
      };
    }
    return current.token;
  };
}

/** All of the provider's addresses begin with the issuer; requests go to the other address in its place. */
function createRedirectedFetch(issuer: string, internalUrl: string): client.CustomFetch {
  return (url, init) =>
    fetch(url.startsWith(issuer) ? internalUrl + url.slice(issuer.length) : url, init as RequestInit);
}
