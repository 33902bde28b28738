import { CodedError } from '../errors/coded-error.ts';

/** Why a token was not accepted. All but `PROVIDER_UNREACHABLE` say that the token itself is refused. */
export type TokenErrorCode =
  /** Not a compact JWS, too long, or with header parameters that are never accepted. */
  | 'TOKEN_MALFORMED'
  /** `iss` names nobody this process trusts. */
  | 'TOKEN_ISSUER_UNTRUSTED'
  /** Unsigned, or signed with an algorithm the issuer is not trusted with. */
  | 'TOKEN_ALGORITHM_REFUSED'
  /** The issuer publishes no such key. */
  | 'TOKEN_KEY_UNKNOWN'
  | 'TOKEN_SIGNATURE_INVALID'
  /** An ID, refresh, logout or other token in the place of an access token. */
  | 'TOKEN_TYPE_WRONG'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_NOT_YET_VALID'
  /** A demanded claim is missing or has a value that is not accepted. */
  | 'TOKEN_CLAIM_INVALID'
  /** The issuer's keys could not be had, so nothing can be said about the token. */
  | 'PROVIDER_UNREACHABLE';

/** A token that was refused, or could not be judged. Its message may be shown to the caller. */
export class TokenError extends CodedError<TokenErrorCode> {
  constructor(code: TokenErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.name = 'TokenError';
  }
}

/**
 * The HTTP status that answers a token error: 401 when the token is refused (RFC 6750 section 3.1),
 * 503 when its issuer cannot be reached and the caller may try again.
 */
export function toHttpStatus(error: TokenError): 401 | 503 {
  return error.code === 'PROVIDER_UNREACHABLE' ? 503 : 401;
}
