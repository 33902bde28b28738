import type { RequestOrigin } from '#platform/audit/request-origin.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type { SessionDatabase } from './session-store.ts';

/** Something that happened to a session. */
interface SessionEvent {
  readonly action: 'SIGNED_IN' | 'SIGNED_OUT' | 'SESSION_ENDED' | 'SESSION_ENDED_BY_PROVIDER';
  /** SHA-256 of the id of the session, which opens nothing. */
  readonly idHash: Buffer;
  /** The person; with the client, where the token is at hand. */
  readonly person: Pick<Principal, 'subject'> & { readonly clientId?: string | undefined };
  readonly origin: RequestOrigin;
}

/** Writes what happens to sessions into the audit, in the transaction in which it happens. */
export type AuditSession = (tx: SessionDatabase, event: SessionEvent) => Promise<void>;
