import type { Principal } from './principal.ts';

/** The beginning of the name of a client's own account, as Keycloak gives it. */
const accountPrefix = 'service-account-';

/** True for a client that acts on its own behalf. A person who chose such a name has a session, as clients have none. */
export function isClient({ subject, clientId, username, sessionId }: Principal): boolean {
  if (clientId === undefined) return false;
  return subject === clientId || (username === `${accountPrefix}${clientId}` && sessionId === undefined);
}
