import type { AuditLevel } from '#platform/audit/audit-entry.ts';

/** The kind of entries that an action of the gateway makes. */
interface GatewayActionKind {
  readonly level: AuditLevel;
  /** The type of the object; null for none. */
  readonly object: string | null;
  readonly says: string;
}

/** All actions of the gateway. */
export const gatewayActions = {
  MUTATION_REFUSED: {
    level: 'WARNING',
    object: 'Mutation',
    says: 'An operation asked for a change that its caller has no right to.',
  },
  TOKEN_REFUSED: {
    level: 'WARNING',
    object: null,
    says: 'A token or session was refused; one entry a minute.',
  },
  LIMIT_EXCEEDED: { level: 'WARNING', object: null, says: 'A limit was exceeded; one entry a minute.' },
  SIGN_IN_REFUSED: { level: 'WARNING', object: null, says: 'A sign-in failed; one entry a minute.' },
  SIGNED_IN: { level: 'INFO', object: 'Session', says: 'A person signed in.' },
  SIGNED_OUT: { level: 'INFO', object: 'Session', says: 'A person signed out.' },
  SESSION_ENDED: { level: 'INFO', object: 'Session', says: 'A person ended another of their sessions.' },
  SESSION_ENDED_BY_PROVIDER: {
    level: 'NOTICE',
    object: 'Session',
    says: 'The identity provider ended a session.',
  },
} as const satisfies Readonly<Record<string, GatewayActionKind>>;

export type GatewayAction = keyof typeof gatewayActions;
