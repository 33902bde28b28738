import type { Account } from './accounts.ts';
import type { PageProblem } from './page-problem.ts';
import { isPassword } from './password-hash.ts';
import { findHistoryLength, findPasswordProblems } from './password-policy.ts';
import type { Realm } from './realm.ts';

/** The fields of a form for a new password, named as on Keycloak's page. */
export interface NewPassword {
  readonly password: string;
  readonly passwordConfirm: string;
}

export function parseNewPassword(form: URLSearchParams): NewPassword {
  return {
    password: form.get('password-new') ?? '',
    passwordConfirm: form.get('password-confirm') ?? '',
  };
}

/**
 * Judges a new password by the realm's policy.
 *
 * @returns all that is wrong; nothing if it may be set
 */
export async function findNewPasswordProblems(
  realm: Realm,
  account: Account,
  { password, passwordConfirm }: NewPassword,
): Promise<readonly PageProblem[]> {
  const owner = { username: account.username, email: account.email ?? '' };
  const differ: PageProblem = ({ problems }) => problems.passwordsDiffer;
  return [
    ...(password === passwordConfirm ? [] : [differ]),
    ...findPasswordProblems(realm.passwordPolicy, password, owner),
    ...(await findReuse(realm, account, password)),
  ];
}

async function findReuse(realm: Realm, account: Account, password: string): Promise<readonly PageProblem[]> {
  const length = findHistoryLength(realm.passwordPolicy);
  const present = account.passwordHash === undefined ? [] : [account.passwordHash];
  const hashes = [...present, ...account.earlierPasswords].slice(0, length);
  for (const hash of hashes) {
    if (await isPassword(password, hash))
      return [({ passwordRules }) => passwordRules.passwordHistory(length)];
  }
  return [];
}
