import { isUuid } from '#platform/database/uuid.ts';
import type { ProviderPerson } from '../administration/identity-administration.ts';

/** Whoever did something, as everybody who sees what was done may know them. */
export interface Actor {
  /** The subject of tokens, or the name of a process. */
  readonly id: string;
  readonly kind: 'PERSON' | 'SERVICE' | 'UNKNOWN';
  readonly name: string | null;
}

/** Keycloak's prefix of the user that a client with a service account has. */
const servicePrefix = 'service-account-';

/** True for the name of a client's own account, which belongs to no person and is changed with its client. */
export function isServiceAccount(username: string): boolean {
  return username.startsWith(servicePrefix);
}

/** The account of a client's own or of a process, whose names are ids; undefined for the id of a person or of an account. */
export function toNamedService(id: string): Actor | undefined {
  return isUuid(id) ? undefined : { id, kind: 'SERVICE', name: id };
}

/**
 * The actor with an id that the provider gives. Of a person it tells the name alone: colleagues need no e-mail address, which
 * a username may be.
 */
export function toActor(id: string, account: ProviderPerson | undefined): Actor {
  if (account === undefined) return { id, kind: 'UNKNOWN', name: null };
  const { username, firstName, lastName } = account;
  if (isServiceAccount(username)) return { id, kind: 'SERVICE', name: username.slice(servicePrefix.length) };
  const name = `${firstName} ${lastName}`.trim();
  return { id, kind: 'PERSON', name: name || (username.includes('@') ? null : username) };
}
