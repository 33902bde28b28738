import { z } from 'zod';
import { type IssuerAddress, toReachableUrl } from './issuer-address.ts';
import { fetchProviderJson, type ProviderFetchOptions } from './provider-fetch.ts';
import { TokenError } from './token-error.ts';

const absoluteUrl = z.url({ protocol: /^https?$/ });

const metadataSchema = z.object({
  issuer: z.string(),
  jwks_uri: absoluteUrl,
  token_endpoint: absoluteUrl.optional(),
});

/** The part of a provider's metadata that is used (OpenID Connect Discovery 1.0 section 3). */
export type ProviderMetadata = z.output<typeof metadataSchema>;

/**
 * Discovers a provider (OpenID Connect Discovery 1.0 section 4). Its metadata must name the very issuer (4.3).
 *
 * @throws {TokenError} PROVIDER_UNREACHABLE
 */
export async function fetchProviderMetadata(
  address: IssuerAddress,
  options: ProviderFetchOptions,
): Promise<ProviderMetadata> {
  const { issuer } = address;
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const metadata = metadataSchema.safeParse(await fetchProviderJson(toReachableUrl(url, address), options));
  if (!metadata.success) {
    throw new TokenError('PROVIDER_UNREACHABLE', 'The metadata of the identity provider is incomplete.', {
      cause: metadata.error,
    });
  }
  if (metadata.data.issuer !== issuer) {
    throw new TokenError(
      'PROVIDER_UNREACHABLE',
      `The metadata of the identity provider names another issuer than ${issuer}.`,
    );
  }
  return metadata.data;
}
