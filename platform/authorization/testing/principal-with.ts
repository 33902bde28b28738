import type { Principal } from '../../tokens/principal.ts';

/** A signed-in caller with just these rights, for tests of rules. */
export function principalWith(rights: {
  readonly roles?: readonly string[];
  readonly scopes?: readonly string[];
}): Principal {
  return {
    subject: '00000000-0000-7000-8000-000000000001',
    issuer: 'https://issuer.example',
    roles: new Set(rights.roles),
    scopes: new Set(rights.scopes),
    username: 'someone',
    clientId: undefined,
    sessionId: undefined,
    expiresAt: 4_102_444_800,
  };
}
