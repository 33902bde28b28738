import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Account, type Accounts, emptyAccount, maxAccounts } from './accounts.ts';
import type { PageProblem } from './page-problem.ts';
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
  /** All that is wrong. */
  | { readonly problems: readonly PageProblem[] };

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
  if (isTaken(accounts, registration)) return { problems: [isTakenAlready] };
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

const isTakenAlready: PageProblem = ({ problems }) => problems.taken;

function findRegistrationProblems(
  realm: Realm,
  accounts: Accounts,
  registration: Registration,
): PageProblem[] {
  const { username, email, firstName, lastName, password, passwordConfirm } = registration;
  const checks: [isWrong: boolean, problem: PageProblem][] = [
    [accounts.size >= maxAccounts, ({ problems }) => problems.tooManyAccounts],
    [!/^[a-z0-9._@+-]{3,255}$/.test(username), ({ problems }) => problems.username],
    [!emailSchema.safeParse(email).success, ({ problems }) => problems.email],
    [firstName === '' || firstName.length > 255, ({ problems }) => problems.firstName],
    [lastName === '' || lastName.length > 255, ({ problems }) => problems.lastName],
    [password !== passwordConfirm, ({ problems }) => problems.passwordsDiffer],
    [isTaken(accounts, registration), isTakenAlready],
  ];
  return [
    ...checks.filter(([isWrong]) => isWrong).map(([, problem]) => problem),
    ...findPasswordProblems(realm.passwordPolicy, password, registration),
  ];
}

function isTaken(accounts: Accounts, { username, email }: Registration): boolean {
  // Names of accounts of clients, as Keycloak gives them, are no person's.
  const isReserved = username.startsWith('service-account-');
  return (
    isReserved || accounts.findByName(username) !== undefined || accounts.findByName(email) !== undefined
  );
}
