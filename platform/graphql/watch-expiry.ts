import { callAt } from '#platform/waiting/long-timer.ts';
import type { Authentication } from './authenticate.ts';

/** True if the caller's token has expired, with no leeway for clocks. */
export function hasExpired({ principal }: Authentication): boolean {
  return principal !== undefined && Date.now() >= principal.expiresAt * 1000;
}

/**
 * Calls back once the token has expired; never for an anonymous caller.
 *
 * @returns a function that ends the watch
 */
export function watchExpiry(authentication: Authentication, onExpired: () => void): () => void {
  const { principal } = authentication;
  return principal === undefined ? () => {} : callAt(principal.expiresAt * 1000, onExpired);
}
