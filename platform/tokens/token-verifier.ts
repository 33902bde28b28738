import { hash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { type AccessTokenHeader, parseAccessTokenHeader, toPrincipal } from './access-token.ts';
import { createIssuerKeys, type FoundKey, type IssuerKeys } from './issuer-keys.ts';
import type { Principal } from './principal.ts';
import { TokenError } from './token-error.ts';
import { assertTrustedIssuers, type TrustedIssuer } from './trusted-issuer.ts';

export type { TrustedIssuer } from './trusted-issuer.ts';

export interface TokenVerifierOptions {
  readonly issuers: readonly TrustedIssuer[];
  /** The largest difference between clocks, for `exp`, `nbf` and `iat`. Default 5. */
  readonly clockToleranceSeconds?: number;
  /** Longest token that is looked at. Default 8192. */
  readonly maxTokenBytes?: number;
  /** The number of verified tokens that are remembered. Default 10,000. */
  readonly cacheSize?: number;
  /** For one request to a provider. Default 3,000. */
  readonly timeoutMs?: number;
  /** Least time between two fetches of keys, and so the longest that a new key waits for one. Default 1,000. */
  readonly keyCooldownMs?: number;
  /** Age at which keys are fetched anew, so that a withdrawn key is soon no longer trusted. Default 60,000. */
  readonly keyMaxAgeMs?: number;
}

/** Verifies access tokens (RFC 9068, RFC 8725) of the issuers it was built to trust. */
export interface TokenVerifier {
  /**
   * The principal of a token. Several callers may get the same object.
   *
   * @throws {TokenError} when the token is refused (401) or its issuer cannot be reached (503).
   */
  verify(token: string): Promise<Principal>;
  /** The principal of a token that was verified before and is still good; `undefined` says nothing of a token. */
  findVerified(token: string): Principal | undefined;
  /** Resolves if the keys of every issuer are at hand or can be fetched. @throws {TokenError} PROVIDER_UNREACHABLE */
  ready(): Promise<void>;
  /** Ends fetches under way and forgets all tokens. */
  close(): void;
}

interface Trust {
  readonly terms: TrustedIssuer;
  readonly keys: IssuerKeys;
}

/** A principal, and the key set of the issuer by which the token was verified. */
interface Verified {
  readonly principal: Principal;
  readonly trust: Trust;
  readonly generation: number;
}

/**
 * Creates a verifier. One without issuers refuses every token.
 *
 * @throws {TypeError} when the terms of trust are incomplete or name an algorithm that is not asymmetric.
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  assertTrustedIssuers(options.issuers);
  const toleranceSeconds = options.clockToleranceSeconds ?? 5;
  const maxTokenBytes = options.maxTokenBytes ?? 8192;
  const verified = new LRUCache<string, Verified>({ max: options.cacheSize ?? 10_000 });
  const trusts = new Map<string, Trust>(
    options.issuers.map((terms) => [
      terms.issuer,
      { terms, keys: createIssuerKeys(terms, toKeyTimes(options)) },
    ]),
  );

  function find(digest: string): Principal | undefined {
    const known = verified.get(digest);
    return known !== undefined && isStillGood(known, toleranceSeconds) ? known.principal : undefined;
  }

  return {
    findVerified: (token) => find(toDigest(token)),
    async verify(token) {
      if (Buffer.byteLength(token) > maxTokenBytes) {
        throw new TokenError('TOKEN_MALFORMED', `The token is longer than ${maxTokenBytes} bytes.`);
      }
      const digest = toDigest(token);
      const known = find(digest);
      if (known !== undefined) return known;
      verified.delete(digest);
      const found = await verifyToken(token, trusts, toleranceSeconds);
      verified.set(digest, found);
      return found.principal;
    },
    async ready() {
      await Promise.all([...trusts.values()].map(({ keys }) => keys.ready()));
    },
    close() {
      for (const { keys } of trusts.values()) keys.close();
      verified.clear();
    },
  };
}

function toDigest(token: string): string {
  return hash('sha256', token, 'base64');
}

/** A token is verified again after its issuer's key set has changed: its key may have been withdrawn. */
function isStillGood({ principal, trust, generation }: Verified, toleranceSeconds: number): boolean {
  if (Date.now() >= (principal.expiresAt + toleranceSeconds) * 1000) return false;
  return trust.keys.generation() === generation;
}

function toKeyTimes(options: TokenVerifierOptions) {
  return {
    timeoutMs: options.timeoutMs ?? 3000,
    cooldownMs: options.keyCooldownMs ?? 1000,
    retryMs: 1000,
    maxAgeMs: options.keyMaxAgeMs ?? 60_000,
    maxStaleMs: 24 * 60 * 60_000,
  };
}

async function verifyToken(
  token: string,
  trusts: ReadonlyMap<string, Trust>,
  toleranceSeconds: number,
): Promise<Verified> {
  const { header, issuer } = decodeUnverified(token);
  const trust = trusts.get(issuer);
  if (trust === undefined) {
    throw new TokenError(
      'TOKEN_ISSUER_UNTRUSTED',
      'The token comes from an issuer that is not trusted here.',
    );
  }
  // Before the key is looked for, so that a token with a refused algorithm causes no fetch.
  if (!trust.terms.algorithms.includes(header.alg)) {
    throw new TokenError(
      'TOKEN_ALGORITHM_REFUSED',
      'The token is signed with an algorithm not accepted here.',
    );
  }
  const { key, generation } = await trust.keys.get({ alg: header.alg, kid: header.kid });
  const payload = await verifyWithKey(token, key, trust.terms, toleranceSeconds);
  return { principal: toPrincipal(header, payload, trust.terms), trust, generation };
}

/** The claims that choose issuer and key; none of them is trusted before the signature is verified. */
function decodeUnverified(token: string): { header: AccessTokenHeader; issuer: string } {
  let rawHeader: object;
  let payload: JWTPayload;
  try {
    rawHeader = decodeProtectedHeader(token);
    payload = decodeJwt(token);
  } catch (cause) {
    throw new TokenError('TOKEN_MALFORMED', 'The token is not a signed JWT in compact form.', { cause });
  }
  const header = parseAccessTokenHeader(rawHeader);
  if (typeof payload.iss !== 'string') {
    throw new TokenError('TOKEN_CLAIM_INVALID', 'Claims of the token are missing or malformed: iss.');
  }
  return { header, issuer: payload.iss };
}

async function verifyWithKey(
  token: string,
  key: FoundKey['key'],
  terms: TrustedIssuer,
  toleranceSeconds: number,
): Promise<JWTPayload> {
  const audienceClaim = terms.audienceClaim ?? 'aud';
  try {
    const { payload } = await jwtVerify(token, key, {
      issuer: terms.issuer,
      ...(audienceClaim === 'aud' && { audience: [...terms.audiences] }),
      algorithms: [...terms.algorithms],
      clockTolerance: toleranceSeconds,
      requiredClaims: ['iss', 'sub', audienceClaim, 'exp', 'iat'],
    });
    const client = payload.client_id;
    if (audienceClaim === 'client_id' && !terms.audiences.some((audience) => audience === client)) {
      throw new TokenError('TOKEN_CLAIM_INVALID', 'Claims of the token are missing or malformed: client_id.');
    }
    if (typeof payload.iat === 'number' && payload.iat > Date.now() / 1000 + toleranceSeconds) {
      throw new TokenError('TOKEN_NOT_YET_VALID', 'The token was issued in the future.');
    }
    return payload;
  } catch (error) {
    throw error instanceof errors.JOSEError ? toTokenError(error) : error;
  }
}

function toTokenError(cause: errors.JOSEError): TokenError {
  if (cause instanceof errors.JWTExpired) {
    return new TokenError('TOKEN_EXPIRED', 'The token has expired.', { cause });
  }
  if (cause instanceof errors.JWTClaimValidationFailed) {
    return cause.claim === 'nbf' && cause.reason === 'check_failed'
      ? new TokenError('TOKEN_NOT_YET_VALID', 'The token is not valid yet.', { cause })
      : new TokenError(
          'TOKEN_CLAIM_INVALID',
          `Claims of the token are missing or malformed: ${cause.claim}.`,
          {
            cause,
          },
        );
  }
  if (cause instanceof errors.JWSSignatureVerificationFailed) {
    return new TokenError('TOKEN_SIGNATURE_INVALID', 'The signature of the token does not hold.', { cause });
  }
  return new TokenError('TOKEN_MALFORMED', 'The token is not a signed JWT in compact form.', { cause });
}
