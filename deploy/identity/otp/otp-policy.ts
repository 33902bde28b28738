/** The terms of one-time passwords, as Keycloak's realm has them (RFC 6238). */
export interface OtpPolicy {
  readonly algorithm: 'SHA1' | 'SHA256' | 'SHA512';
  readonly digits: number;
  readonly periodSeconds: number;
  /** Periods before and after the present one whose code is taken as well, for clocks that are off. */
  readonly lookAheadPeriods: number;
  /** True if a code may be used more than once while it lasts. */
  readonly isReusable: boolean;
}
