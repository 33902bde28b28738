import { Secret, TOTP } from 'otpauth';
import type { OtpPolicy } from './otp-policy.ts';

/** An authenticator of a person. It keeps the terms that it was made with, which a changed realm does not move. */
export interface OtpCredential {
  /** Base32 (RFC 4648). */
  readonly secret: string;
  readonly algorithm: OtpPolicy['algorithm'];
  readonly digits: number;
  readonly periodSeconds: number;
  /** The number of the latest period whose code was used; it and all before it are refused. */
  readonly lastPeriod: number | undefined;
}

/** 160 bits, as RFC 4226 section 4 recommends. */
const secretBytes = 20;

export function createOtpCredential({ algorithm, digits, periodSeconds }: OtpPolicy): OtpCredential {
  const { base32 } = new Secret({ size: secretBytes });
  return { secret: base32, algorithm, digits, periodSeconds, lastPeriod: undefined };
}

/** The address that authenticator apps read from a QR code (Key Uri Format of Google Authenticator). */
export function toOtpUri(credential: OtpCredential, issuer: string, username: string): string {
  return toTotp(credential, issuer, username).toString();
}

/**
 * Checks a code.
 *
 * @returns the credential with the code's period noted, or undefined if the code is wrong, too old, or was used before
 */
export function spendOtpCode(
  credential: OtpCredential,
  code: string,
  policy: OtpPolicy,
  nowMs = Date.now(),
): OtpCredential | undefined {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d+$/.test(token) || token.length !== credential.digits) return undefined;
  const delta = toTotp(credential).validate({ token, timestamp: nowMs, window: policy.lookAheadPeriods });
  if (delta === null) return undefined;
  const period = Math.floor(nowMs / 1000 / credential.periodSeconds) + delta;
  if (policy.isReusable) return credential;
  if (credential.lastPeriod !== undefined && period <= credential.lastPeriod) return undefined;
  return { ...credential, lastPeriod: period };
}

function toTotp(credential: OtpCredential, issuer = '', label = ''): TOTP {
  const { secret, algorithm, digits, periodSeconds } = credential;
  return new TOTP({
    issuer,
    label,
    algorithm,
    digits,
    period: periodSeconds,
    secret: Secret.fromBase32(secret),
  });
}
