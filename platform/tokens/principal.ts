/** The caller, as proved by a verified access token. An anonymous caller has no principal. */
export interface Principal {
  /** The `sub` claim: stable within its issuer. */
  readonly subject: string;
  /** The `iss` claim. */
  readonly issuer: string;
  /** `realm_access.roles`, composites already expanded by the provider. */
  readonly roles: ReadonlySet<string>;
  /** The `scope` claim, split at spaces (RFC 8693 section 4.2). */
  readonly scopes: ReadonlySet<string>;
  /** `preferred_username`, for logs and pages; never for decisions. */
  readonly username: string | undefined;
  /**
   * `email` if `email_verified` is true, null if the token has an address that is not verified; undefined if it tells of none. It is
   * personal: for mails to the person alone.
   */
  readonly verifiedEmail?: string | null | undefined;
  /** `azp` or `client_id`: the client that obtained the token. */
  readonly clientId: string | undefined;
  /** The plan that the token names; its meaning is the gateway's. */
  readonly plan?: string | undefined;
  /** The session at the provider (`sid`), when the token names one. */
  readonly sessionId: string | undefined;
  /** The `exp` claim, in seconds since the epoch. */
  readonly expiresAt: number;
}
