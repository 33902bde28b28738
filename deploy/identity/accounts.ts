import { join } from 'node:path';
import { type BruteForceGuard, createBruteForceGuard } from './brute-force.ts';
import { hashPassword, isPassword, type PasswordHash } from './password-hash.ts';
import type { Realm, RealmUser } from './realm.ts';
import { openStateStore } from './state-store.ts';

/** A person who may sign in; the password's clear text is gone. */
export interface Account extends Omit<RealmUser, 'password'> {
  readonly passwordHash: PasswordHash | undefined;
}

/** Those who may sign in. */
export interface Accounts {
  /** By subject; disabled accounts are not found. */
  find(id: string): Account | undefined;
  findByName(usernameOrEmail: string): Account | undefined;
  /**
   * The account behind a name (or e-mail address) and password, or undefined: wrong, unknown, disabled and
   * locked look alike, and take the same time, so that nobody learns who has an account.
   */
  signIn(usernameOrEmail: string, password: string): Promise<Account | undefined>;
  /** Adds one that outlives a restart, as those of the realm file do. */
  add(account: Account): void;
  readonly size: number;
}

/**
 * Hashes the passwords of the realm's users and keeps nothing of their clear text. Accounts that people registered
 * themselves lie in the folder.
 */
export async function createAccounts(realm: Realm, folder: string): Promise<Accounts> {
  const accounts = new Map<string, Account>();
  const registered = openStateStore<Account>({ folder: join(folder, 'accounts') });
  for (const { payload } of registered.values()) accounts.set(payload.id, payload);
  for (const account of await Promise.all(realm.users.map(toAccount))) accounts.set(account.id, account);
  const guard = createBruteForceGuard(realm.bruteForce);
  const nobody = await hashPassword('nobody has this password');

  function findByName(usernameOrEmail: string): Account | undefined {
    const name = usernameOrEmail.trim().toLowerCase();
    return [...accounts.values()].find((account) => account.username === name || account.email === name);
  }

  return {
    find(id) {
      const account = accounts.get(id);
      return account?.isEnabled ? account : undefined;
    },
    findByName,
    async signIn(usernameOrEmail, password) {
      const account = findByName(usernameOrEmail);
      const isRight = await isPassword(password, account?.passwordHash ?? nobody);
      return judge(account, isRight, guard);
    },
    add(account) {
      registered.set(account.id, account, Number.MAX_SAFE_INTEGER);
      accounts.set(account.id, account);
    },
    get size() {
      return accounts.size;
    },
  };
}

function judge(account: Account | undefined, isRight: boolean, guard: BruteForceGuard): Account | undefined {
  if (account?.passwordHash === undefined || guard.isLocked(account.id)) return undefined;
  if (!isRight || !account.isEnabled) {
    guard.recordFailure(account.id);
    return undefined;
  }
  guard.recordSuccess(account.id);
  return account;
}

async function toAccount({ password, ...user }: RealmUser): Promise<Account> {
  return { ...user, passwordHash: password === undefined ? undefined : await hashPassword(password) };
}
