import { join } from 'node:path';
import { BruteForceGuard } from './brute-force.ts';
import type { RequiredAction } from './one-time-tokens.ts';
import { type OtpCredential, spendOtpCode } from './otp/otp-credential.ts';
import { type RecoveryCodes, spendRecoveryCode } from './otp/recovery-codes.ts';
import { hashPassword, isPassword, type PasswordHash } from './password-hash.ts';
import { findHistoryLength } from './password-policy.ts';
import type { Realm, RealmUser } from './realm.ts';
import { openStateStore, type StateStore } from './state-store.ts';

/** A person who may sign in; the password's clear text is gone. */
export interface Account extends Omit<RealmUser, 'password' | 'requiredActions'> {
  readonly passwordHash: PasswordHash | undefined;
  /** Those before the present one, the latest first, as many as the policy asks for. */
  readonly earlierPasswords: readonly PasswordHash[];
  /** The authenticator that sign-in asks for. */
  readonly otp: OtpCredential | undefined;
  readonly recoveryCodes: RecoveryCodes | undefined;
  /** To be done at the next sign-in. */
  readonly requiredActions: readonly RequiredAction[];
  readonly createdAtMs: number;
}

/** The members of an account that can change. */
export type AccountChange = Partial<Omit<Account, 'id' | 'createdAtMs'>>;

/** Accounts of an embedded provider; more are not for it. */
export const maxAccounts = 1000;

/** The second proof of a person who has given the password. */
export type SecondFactor = 'otp' | 'recoveryCode';

/**
 * Those who may sign in. What was changed outlives a restart; a user of the realm file whom nobody changed follows the
 * file, and one whom the file disables stays disabled.
 */
export class Accounts {
  readonly #realm: Realm;
  readonly #accounts: Map<string, Account>;
  readonly #store: StateStore<Account>;
  readonly #guard: BruteForceGuard;
  /** A hash that costs as much to check as that of a person. */
  readonly #nobody: PasswordHash;

  private constructor(realm: Realm, store: StateStore<Account>, accounts: Account[], nobody: PasswordHash) {
    this.#realm = realm;
    this.#store = store;
    this.#accounts = new Map(accounts.map((account) => [account.id, account]));
    this.#guard = new BruteForceGuard(realm.bruteForce);
    this.#nobody = nobody;
  }

  /** Hashes the passwords of the realm's users, keeps nothing of their clear text, and reads the folder. */
  static async open(realm: Realm, folder: string): Promise<Accounts> {
    const store = openStateStore<Account>({ folder: join(folder, 'accounts'), isPrecious: true });
    const kept = [...store.values()].map(({ payload }) => ({ ...emptyAccount, ...payload }));
    const disabled = new Set(realm.users.filter((user) => !user.isEnabled).map(({ id }) => id));
    const accounts = [
      ...(await Promise.all(realm.users.map(toAccount))),
      ...kept.map((account) => ({ ...account, isEnabled: account.isEnabled && !disabled.has(account.id) })),
    ];
    return new Accounts(realm, store, accounts, await hashPassword('nobody has this password'));
  }

  /** By subject; disabled accounts are not found. */
  find(id: string): Account | undefined {
    const account = this.#accounts.get(id);
    return account?.isEnabled ? account : undefined;
  }

  /** By subject, disabled or not. */
  findAny(id: string): Account | undefined {
    return this.#accounts.get(id);
  }

  findByName(usernameOrEmail: string): Account | undefined {
    const name = usernameOrEmail.trim().toLowerCase();
    return this.all().find((account) => account.username === name || account.email === name);
  }

  /** All accounts by username. */
  all(): Account[] {
    return [...this.#accounts.values()].sort((one, other) => (one.username < other.username ? -1 : 1));
  }

  get size(): number {
    return this.#accounts.size;
  }

  /**
   * The account of a name (or e-mail address) and password, or undefined: wrong, unknown, disabled and
   * locked look alike, and take the same time, so that nobody learns who has an account.
   */
  async signIn(usernameOrEmail: string, password: string): Promise<Account | undefined> {
    const account = this.findByName(usernameOrEmail);
    const isRight = await isPassword(password, account?.passwordHash ?? this.#nobody);
    return this.#judge(account, isRight);
  }

  /** True if it is the person's password; tries are counted as those of sign-in. */
  async isPasswordOf(id: string, password: string): Promise<boolean> {
    const account = this.find(id);
    const isRight = await isPassword(password, account?.passwordHash ?? this.#nobody);
    return this.#judge(account, isRight) !== undefined;
  }

  /** Takes a code of the person's authenticator, or one of the recovery codes. Wrong ones count as wrong passwords do. */
  takeSecondFactor(id: string, kind: SecondFactor, code: string): boolean {
    const account = this.find(id);
    if (account === undefined || this.#guard.isLocked(id)) return false;
    const change = kind === 'otp' ? this.#spendOtp(account, code) : toUsedRecoveryCode(account, code);
    if (change === undefined) {
      this.#guard.recordFailure(id);
      return false;
    }
    this.update(id, change);
    this.#guard.recordSuccess(id);
    return true;
  }

  add(account: Account): void {
    this.#put(account);
  }

  /** @returns the account as it is now; undefined if there is none */
  update(id: string, change: AccountChange): Account | undefined {
    const account = this.#accounts.get(id);
    if (account === undefined) return undefined;
    const changed = { ...account, ...change };
    this.#put(changed);
    return changed;
  }

  /** Replaces the password; the policy has been asked before. */
  async setPassword(id: string, password: string): Promise<void> {
    const passwordHash = await hashPassword(password);
    const account = this.#accounts.get(id);
    if (account === undefined) return;
    const earlier = account.passwordHash === undefined ? [] : [account.passwordHash];
    const kept = Math.max(0, findHistoryLength(this.#realm.passwordPolicy) - 1);
    this.update(id, {
      passwordHash,
      earlierPasswords: [...earlier, ...account.earlierPasswords].slice(0, kept),
      requiredActions: account.requiredActions.filter((action) => action !== 'UPDATE_PASSWORD'),
    });
    this.#guard.recordSuccess(id);
  }

  #put(account: Account): void {
    this.#store.set(account.id, account, Number.MAX_SAFE_INTEGER);
    this.#accounts.set(account.id, account);
  }

  #judge(account: Account | undefined, isRight: boolean): Account | undefined {
    if (account?.passwordHash === undefined || this.#guard.isLocked(account.id)) return undefined;
    if (!isRight || !account.isEnabled) {
      this.#guard.recordFailure(account.id);
      return undefined;
    }
    // With a second factor to come, whoever knows the password could forget wrong codes by giving it again.
    if (account.otp === undefined) this.#guard.recordSuccess(account.id);
    return account;
  }

  #spendOtp(account: Account, code: string): AccountChange | undefined {
    const otp = account.otp && spendOtpCode(account.otp, code, this.#realm.otp);
    return otp && { otp };
  }
}

function toUsedRecoveryCode(account: Account, code: string): AccountChange | undefined {
  const recoveryCodes = account.recoveryCodes && spendRecoveryCode(account.recoveryCodes, code);
  return recoveryCodes && { recoveryCodes };
}

/** The members that an account begins with. */
export const emptyAccount = {
  earlierPasswords: [],
  otp: undefined,
  recoveryCodes: undefined,
  requiredActions: [],
  createdAtMs: 0,
} as const satisfies AccountChange & { readonly createdAtMs: number };

async function toAccount({ password, ...user }: RealmUser): Promise<Account> {
  return {
    ...emptyAccount,
    ...user,
    passwordHash: password === undefined ? undefined : await hashPassword(password),
  };
}
