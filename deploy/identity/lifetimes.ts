import type { Realm } from './realm.ts';

/**
 * The time for which a session, or a refresh token of it, is valid from now: until it has been idle for too long, and
 * never beyond the maximum since the sign-in. All in seconds; `startedAt` since the epoch.
 */
export function toSessionSeconds(realm: Realm, startedAt: number | undefined): number {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const remaining = (startedAt ?? nowSeconds) + realm.sessionMaxSeconds - nowSeconds;
  // oidc-provider takes positive lifetimes only; what is over ends within a second.
  return Math.max(1, Math.min(realm.sessionIdleSeconds, remaining));
}
