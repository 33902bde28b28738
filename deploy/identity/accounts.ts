import { type BruteForceGuard, createBruteForceGuard } from './brute-force.ts';
import { hashPassword, isPassword, type PasswordHash } from './password-hash.ts';
import type { Realm, RealmUser } from './realm.ts';

/** A person who may sign in; the password's clear text is gone. */
export interface Account extends Omit<RealmUser, 'password'> {
  readonly passwordHash: PasswordHash | undefined;
}

/** Those who may sign in. */
export interface Accounts {
  /** By subject; a disabled account is none. */
  find(id: string): Account | undefined;
  findByName(usernameOrEmail: string): Account | undefined;
  /**
   * The account behind a name (or e-mail address) and password, or undefined: wrong, unknown, disabled and
   * locked look alike, and take the same time, so that nobody learns who has an account.
   */
  signIn(usernameOrEmail: string, password: string): Promise<Account | undefined>;
  add(account: Account): void;
}

/** Hashes the passwords of the realm's users and keeps nothing of their clear text. */
export async function createAccounts(realm: Realm): Promise<Accounts> {
  const accounts = new Map<string, Account>();
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
      accounts.set(account.id, account);
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
