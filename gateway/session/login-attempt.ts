import { z } from 'zod';
import type { SecretBox } from './secret-box.ts';

/** The time that a person may take to sign in. */
export const loginWithinSeconds = 600;

const context = 'login attempt';

const loginAttempt = z.object({
  /** Ties the answer to this browser (RFC 6749 section 10.12). */
  state: z.string(),
  /** Ties the ID token to this attempt (OpenID Connect Core 1.0 section 3.1.2.1). */
  nonce: z.string(),
  /** Proves that who redeems the code asked for it (RFC 7636). */
  codeVerifier: z.string(),
  returnTo: z.string(),
  /** SHA-256 of the id of the session this browser had before, in hexadecimal; it ends when the new one begins. */
  replaces: z.string().optional(),
  expiresAtMs: z.number(),
});

/** The state that is kept between leaving for the provider and coming back. */
export type LoginAttempt = z.infer<typeof loginAttempt>;

/** The value of the login cookie. The browser keeps it, so that strangers cannot fill a table here. */
export function sealLoginAttempt(box: SecretBox, attempt: LoginAttempt): string {
  return box.seal(JSON.stringify(attempt), context).toString('base64url');
}

/** The attempt in a login cookie, or `undefined` when it is not ours or older than ten minutes. */
export function openLoginAttempt(box: SecretBox, cookie: string, nowMs: number): LoginAttempt | undefined {
  const plain = box.open(Buffer.from(cookie, 'base64url'), context);
  if (plain === undefined) return undefined;
  const attempt = loginAttempt.parse(JSON.parse(plain));
  return nowMs < attempt.expiresAtMs ? attempt : undefined;
}
