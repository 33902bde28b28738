import { LRUCache } from 'lru-cache';
import type { Account, Accounts } from '../accounts.ts';
import type { Realm } from '../realm.ts';
import { createOtpCredential, type OtpCredential, spendOtpCode, toOtpUri } from './otp-credential.ts';
import { createRecoveryCodes } from './recovery-codes.ts';

/** The time that a person may take to set up an authenticator. */
const enrolWithinMs = 10 * 60_000;
const maxEnrolments = 1000;

/** Authenticators that are being set up: a secret counts once the person has shown a code of it. */
export class OtpEnrolments {
  readonly #realm: Realm;
  readonly #accounts: Accounts;
  readonly #pending = new LRUCache<string, OtpCredential>({ max: maxEnrolments, ttl: enrolWithinMs });

  constructor(realm: Realm, accounts: Accounts) {
    this.#realm = realm;
    this.#accounts = accounts;
  }

  /** The secret that the person is setting up, the same until it is confirmed, and its address for apps. */
  begin(account: Account): { readonly secret: string; readonly uri: string } {
    const credential = this.#pending.get(account.id) ?? createOtpCredential(this.#realm.otp);
    this.#pending.set(account.id, credential);
    return {
      secret: credential.secret,
      uri: toOtpUri(credential, this.#realm.displayName, account.username),
    };
  }

  /**
   * Makes the authenticator count, if the code is of it.
   *
   * @returns recovery codes to be shown once; undefined if the code is wrong or nothing is being set up
   */
  confirm(account: Account, code: string): readonly string[] | undefined {
    const credential = this.#pending.get(account.id);
    const otp = credential && spendOtpCode(credential, code, this.#realm.otp);
    if (otp === undefined) return undefined;
    this.#pending.delete(account.id);
    const { texts, codes } = createRecoveryCodes();
    this.#accounts.update(account.id, {
      otp,
      recoveryCodes: codes,
      requiredActions: account.requiredActions.filter((action) => action !== 'CONFIGURE_TOTP'),
    });
    return texts;
  }
}
