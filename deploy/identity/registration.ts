import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Account, type Accounts, emptyAccount, maxAccounts } from './accounts.ts';
import { hashPassword } from './password-hash.ts';
import { findPasswordProblems } from './password-policy.ts';
import type { Realm } from './realm.ts';

/** The data of a person who registers; the fields are named as on Keycloak's page. */
export interface Registration {
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly password: string;
  readonly passwordConfirm: string;
}

export type RegistrationResult =
  | { readonly account: Account }
  /** All that is wrong, one line for each. */
  | { readonly problems: readonly string[] };

const emailSchema = z.email().max(255);

export function parseRegistration(form: URLSearchParams): Registration {
  const field = (name: string) => form.get(name) ?? '';
  return {
    username: field('username').trim().toLowerCase(),
    email: field('email').trim().toLowerCase(),
    firstName: field('firstName').trim(),
    lastName: field('lastName').trim(),
    password: field('password'),
    passwordConfirm: field('password-confirm'),
  };
}

/** Makes an account with the realm's default role, if the realm's password policy lets it. */
export async function register(
  realm: Realm,
  accounts: Accounts,
  registration: Registration,
): Promise<RegistrationResult> {
  const problems = findRegistrationProblems(realm, accounts, registration);
  if (problems.length > 0) return { problems };
  const passwordHash = await hashPassword(registration.password);
  // Another request may have taken the name while this one was hashing.
  if (isTaken(accounts, registration)) return { problems: ['Username or email is taken.'] };
  const account: Account = {
    ...emptyAccount,
    id: randomUUID(),
    username: registration.username,
    email: registration.email,
    isEmailVerified: false,
    firstName: registration.firstName,
    lastName: registration.lastName,
    isEnabled: true,
    roles: [realm.defaultRole],
    passwordHash,
    createdAtMs: Date.now(),
  };
  accounts.add(account);
  return { account };
}

function findRegistrationProblems(realm: Realm, accounts: Accounts, registration: Registration): string[] {
  const { username, email, firstName, lastName, password, passwordConfirm } = registration;
  const checks: [isWrong: boolean, problem: string][] = [
    [accounts.size >= maxAccounts, 'There are too many accounts already.'],
    [!/^[a-z0-9._@+-]{3,255}$/.test(username), 'Username must have 3 to 255 letters, digits or . _ @ + -.'],
    [!emailSchema.safeParse(email).success, 'Email must be an email address.'],
    [firstName === '' || firstName.length > 255, 'First name must have 1 to 255 characters.'],
    [lastName === '' || lastName.length > 255, 'Last name must have 1 to 255 characters.'],
    [password !== passwordConfirm, 'The two passwords differ.'],
    [isTaken(accounts, registration), 'Username or email is taken.'],
  ];
  return [
    ...checks.filter(([isWrong]) => isWrong).map(([, problem]) => problem),
    ...findPasswordProblems(realm.passwordPolicy, password, registration).map((line) => `Password ${line}.`),
  ];
}

function isTaken(accounts: Accounts, { username, email }: Registration): boolean {
  return accounts.findByName(username) !== undefined || accounts.findByName(email) !== undefined;
}
