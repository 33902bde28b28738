import type { Principal } from '#platform/tokens/principal.ts';

/** Who may share an upstream: callers with equal rights, or only one and the same user. */
export type Sharing = 'RIGHTS' | 'USER';

/**
 * Writes a caller's rights down so that equal rights give equal text: issuer, roles and scopes, and with sharing by
 * user the subject as well.
 */
export function toRightsKey(principal: Principal | undefined, sharing: Sharing): string {
  if (!principal) return 'anonymous';
  const { issuer, roles, scopes, subject } = principal;
  return JSON.stringify([
    issuer,
    [...roles].sort(),
    [...scopes].sort(),
    ...(sharing === 'USER' ? [subject] : []),
  ]);
}
