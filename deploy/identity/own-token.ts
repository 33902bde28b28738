import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { ProviderKeys } from './provider-keys.ts';

/** Verifies an access token of this very provider; undefined if it is not one. */
export async function verifyOwnToken(
  token: string,
  { issuer, keys }: { readonly issuer: string; readonly keys: ProviderKeys },
): Promise<JWTPayload | undefined> {
  try {
    const options = { issuer, typ: 'at+jwt', algorithms: ['RS256'] };
    return (await jwtVerify(token, createLocalJWKSet(toPublic(keys)), options)).payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

function toPublic({ jwks }: ProviderKeys) {
  return { keys: jwks.keys.map(({ kty, kid, n, e }) => ({ kty, kid, n: String(n), e: String(e) })) };
}
