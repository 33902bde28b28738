import { LRUCache } from 'lru-cache';
import type { Account } from './accounts.ts';
import type { RequiredAction } from './one-time-tokens.ts';
import type { Realm } from './realm.ts';

/** The rest of a sign-in after the password. */
export type SignInStep = 'SECOND_FACTOR' | RequiredAction;

/** A sign-in whose password was right. */
export interface SignInProgress {
  readonly accountId: string;
  /** True once a code was given, or an authenticator set up. */
  readonly hasSecondFactor: boolean;
  /** True once a mail to verify the address was sent for this sign-in. */
  readonly isMailSent: boolean;
}

const maxSignIns = 10_000;

/** Sign-ins between two pages, by the id of their interaction. */
export class SignInSteps {
  readonly #progress: LRUCache<string, SignInProgress>;

  constructor(realm: Realm) {
    this.#progress = new LRUCache({ max: maxSignIns, ttl: realm.signInSeconds * 1000 });
  }

  begin(uid: string, account: Account): void {
    this.#progress.set(uid, { accountId: account.id, hasSecondFactor: false, isMailSent: false });
  }

  find(uid: string): SignInProgress | undefined {
    return this.#progress.get(uid);
  }

  note(uid: string, change: Partial<Pick<SignInProgress, 'hasSecondFactor' | 'isMailSent'>>): void {
    const progress = this.#progress.get(uid);
    if (progress !== undefined) this.#progress.set(uid, { ...progress, ...change });
  }

  end(uid: string): void {
    this.#progress.delete(uid);
  }
}

/** The next thing to do before a person is signed in; undefined if nothing is left. */
export function findNextStep(
  realm: Realm,
  account: Account,
  hasSecondFactor: boolean,
): SignInStep | undefined {
  if (account.otp !== undefined && !hasSecondFactor) return 'SECOND_FACTOR';
  const isDue = (action: RequiredAction) => account.requiredActions.includes(action);
  if (isDue('VERIFY_EMAIL') || (realm.mustVerifyEmail && !account.isEmailVerified)) return 'VERIFY_EMAIL';
  if (isDue('UPDATE_PASSWORD')) return 'UPDATE_PASSWORD';
  return isDue('CONFIGURE_TOTP') ? 'CONFIGURE_TOTP' : undefined;
}
