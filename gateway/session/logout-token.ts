import { createHash } from 'node:crypto';
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import { providerUnreachable } from './session-error.ts';

/** The claims that a logout token must have. */
export interface LogoutTokenTerms {
  readonly issuer: string;
  readonly clientId: string;
  /** Asymmetric JWS algorithms. */
  readonly algorithms: readonly string[];
  readonly keys: JWTVerifyGetKey;
}

/** The sessions that end. At least one of session and subject is given; with both, both must fit. */
interface Logout {
  readonly providerSessionId: string | undefined;
  readonly subject: string | undefined;
  /** SHA-256 of issuer and `jti`: a token is good once. */
  readonly onceHash: Buffer;
}

export type LogoutTokenResult =
  | { readonly kind: 'logout'; readonly logout: Logout }
  | { readonly kind: 'refused'; readonly reason: string };

/** A token older than this is refused, so that `jti` values need not be remembered for longer. */
const logoutTokenMaxAgeSeconds = 300;
const clockToleranceSeconds = 30;
/** For how long a `jti` must be remembered. */
export const rememberLogoutSeconds = logoutTokenMaxAgeSeconds + 2 * clockToleranceSeconds;

const backchannelLogoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

/** `JWT` is what providers send that do not name the type of a logout token; an access token is `at+jwt`. */
const acceptedTypes: readonly unknown[] = [undefined, 'logout+jwt', 'application/logout+jwt', 'JWT'];

/** OpenID Connect Back-Channel Logout 1.0 section 2.4. */
const logoutClaims = z
  .object({
    jti: z.string().min(1),
    sub: z.string().min(1).optional(),
    sid: z.string().min(1).optional(),
    events: z.object({ [backchannelLogoutEvent]: z.record(z.string(), z.unknown()) }),
    // Forbidden, so that an ID token cannot pass for a logout token.
    nonce: z.never('must not be present').optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined, {
    message: 'sub or sid must be present',
  });

/**
 * Validates a logout token (OpenID Connect Back-Channel Logout 1.0 section 2.6); that its `jti` is new is for the
 * caller to find out.
 *
 * @throws {SessionError} PROVIDER_UNREACHABLE when the provider's keys cannot be fetched
 */
export async function verifyLogoutToken(token: string, terms: LogoutTokenTerms): Promise<LogoutTokenResult> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, terms.keys, {
      issuer: terms.issuer,
      audience: terms.clientId,
      algorithms: [...terms.algorithms],
      requiredClaims: ['iat', 'jti'],
      maxTokenAge: logoutTokenMaxAgeSeconds,
      clockTolerance: clockToleranceSeconds,
    });
    if (!acceptedTypes.includes(protectedHeader.typ)) return refused('typ must be logout+jwt');
    const claims = logoutClaims.safeParse(payload);
    if (!claims.success) {
      return refused(
        claims.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('; '),
      );
    }
    const { sid, sub, jti } = claims.data;
    const onceHash = createHash('sha256')
      .update(JSON.stringify(['logout', terms.issuer, jti]))
      .digest();
    return { kind: 'logout', logout: { providerSessionId: sid, subject: sub, onceHash } };
  } catch (error) {
    if (!isAboutToken(error)) throw providerUnreachable(error);
    return refused(error.message);
  }
}

/** jose's own errors are about the token, except those of a key set that cannot be loaded or is not one. */
function isAboutToken(error: unknown): error is errors.JOSEError {
  if (!(error instanceof errors.JOSEError)) return false;
  return !(error instanceof errors.JWKSTimeout) && error.code !== errors.JOSEError.code;
}

function refused(reason: string): LogoutTokenResult {
  return { kind: 'refused', reason };
}
