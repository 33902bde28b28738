import { createHash, randomBytes } from 'node:crypto';
import { openStateStore, type StateStore } from './state-store.ts';

/** Actions that a person may have to take at the next sign-in; the names are Keycloak's. */
export const requiredActions = ['UPDATE_PASSWORD', 'VERIFY_EMAIL', 'CONFIGURE_TOTP'] as const;
export type RequiredAction = (typeof requiredActions)[number];

/** Actions that a link alone allows. */
export const linkActions = ['UPDATE_PASSWORD', 'VERIFY_EMAIL'] as const;
export type LinkAction = (typeof linkActions)[number];

/** The meaning of a link. */
export interface OneTimeGrant {
  readonly accountId: string;
  readonly actions: readonly LinkAction[];
  /** The address that the link was sent to. */
  readonly email: string;
}

const tokenBytes = 32;

/** Secrets of links, each good for one use. Only their hashes are kept, so that the files open no account. */
export class OneTimeTokens {
  readonly #store: StateStore<OneTimeGrant>;

  constructor(folder: string) {
    this.#store = openStateStore<OneTimeGrant>({ folder });
  }

  create(grant: OneTimeGrant, lifetimeSeconds: number): string {
    this.#store.sweep();
    const token = randomBytes(tokenBytes).toString('base64url');
    this.#store.set(toHash(token), grant, Date.now() + lifetimeSeconds * 1000);
    return token;
  }

  /** The grant of a token that is still good. */
  find(token: string): OneTimeGrant | undefined {
    return this.#store.get(toHash(token));
  }

  /** Takes the token's one use. */
  spend(token: string): OneTimeGrant | undefined {
    const grant = this.find(token);
    this.#store.delete(toHash(token));
    return grant;
  }

  /** Forgets all links of a person, for example because the password has changed. */
  forgetAccount(accountId: string): void {
    for (const { id, payload } of this.#store.values()) {
      if (payload.accountId === accountId) this.#store.delete(id);
    }
  }
}

function toHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
