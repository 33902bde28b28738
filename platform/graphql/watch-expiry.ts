import type { Authentication } from './authenticate.ts';

/** The longest a timer of Node can be set to. */
const maxTimerMs = 2 ** 31 - 1;

/** Whether the caller's token has ended, with no leeway for clocks. */
export function hasExpired({ principal }: Authentication): boolean {
  return principal !== undefined && Date.now() >= principal.expiresAt * 1000;
}

/**
 * Calls back once the token has expired; never for an anonymous caller.
 *
 * @returns what ends the watch
 */
export function watchExpiry(authentication: Authentication, onExpired: () => void): () => void {
  const { principal } = authentication;
  if (principal === undefined) return () => {};
  let timer: NodeJS.Timeout;
  const watch = () => {
    const leftMs = principal.expiresAt * 1000 - Date.now();
    timer = leftMs > 0 ? setTimeout(watch, Math.min(leftMs, maxTimerMs)) : setTimeout(onExpired);
  };
  watch();
  return () => clearTimeout(timer);
}
