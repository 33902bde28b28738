import { type TokenError, toHttpStatus } from './token-error.ts';

/** The content of an `Authorization` header, as far as bearer tokens are concerned. */
export type BearerHeader =
  /** No header: the caller is anonymous. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'token'; readonly token: string }
  /** A header that is not a bearer token; to be answered with 401, never treated as anonymous. */
  | { readonly kind: 'malformed'; readonly message: string };

/** `b64token` of RFC 6750 section 2.1; the scheme is case-insensitive (RFC 9110 section 11.1). */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;

/** Reads the value of an `Authorization` header (RFC 6750 section 2.1). The token is not verified. */
export function parseBearer(header: string | undefined): BearerHeader {
  if (header === undefined) return { kind: 'absent' };
  const token = BEARER.exec(header)?.[1];
  if (token === undefined) {
    return { kind: 'malformed', message: 'The Authorization header must be: Bearer <access token>.' };
  }
  return { kind: 'token', token };
}

/**
 * The value of the `WWW-Authenticate` header that goes with a 401 (RFC 6750 section 3): bare for a caller
 * without a token, with `error="invalid_token"` for one whose token was refused. No value for a 503.
 */
export function toBearerChallenge(error?: TokenError): string | undefined {
  if (error === undefined) return 'Bearer';
  if (toHttpStatus(error) !== 401) return undefined;
  return `Bearer error="invalid_token", error_description="${error.message.replaceAll(/[^\x20-\x7e]|["\\]/g, '')}"`;
}
