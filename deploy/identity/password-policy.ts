/** Whose password it is, for the rules that look at names. */
export interface PasswordOwner {
  readonly username: string;
  readonly email: string;
}

type Rule = (password: string, argument: number, owner: PasswordOwner) => string | undefined;

/** Keycloak's rules that can be judged by the password alone. */
const rules: Readonly<Record<string, Rule>> = {
  length: (password, least) =>
    [...password].length < least ? `must have at least ${least} characters` : undefined,
  maxLength: (password, most) =>
    [...password].length > most ? `must have at most ${most} characters` : undefined,
  upperCase: (password, least) => atLeast(password, /\p{Lu}/gu, least, 'capital letters'),
  lowerCase: (password, least) => atLeast(password, /\p{Ll}/gu, least, 'small letters'),
  digits: (password, least) => atLeast(password, /\p{Nd}/gu, least, 'digits'),
  specialChars: (password, least) => atLeast(password, /[^\p{L}\p{Nd}]/gu, least, 'other characters'),
  notUsername: (password, _, owner) =>
    password.toLowerCase() === owner.username.toLowerCase() ? 'must not be the username' : undefined,
  notEmail: (password, _, owner) =>
    password.toLowerCase() === owner.email.toLowerCase() ? 'must not be the email address' : undefined,
  // Judged by `findReuse`, which has the hashes of earlier passwords.
  passwordHistory: () => undefined,
};

const RULE = /^([A-Za-z]+)(?:\(([^)]*)\))?$/;

/** Rules of a policy that are not known here; a policy is obeyed in full or refused. */
export function findUnknownRules(policy: string): string[] {
  return splitPolicy(policy)
    .map(([name]) => name)
    .filter((name) => !(name in rules));
}

/**
 * The requirements of a policy that a password does not meet, for a policy such as `length(12) and digits(1)`, one line for each.
 *
 * @returns nothing when the password is good.
 */
export function findPasswordProblems(policy: string, password: string, owner: PasswordOwner): string[] {
  return splitPolicy(policy).flatMap(([name, argument]) => rules[name]?.(password, argument, owner) ?? []);
}

/** The number of a person's passwords, the present one among them, from which a new one must differ. */
export function findHistoryLength(policy: string): number {
  return splitPolicy(policy).find(([name]) => name === 'passwordHistory')?.[1] ?? 0;
}

function splitPolicy(policy: string): [name: string, argument: number][] {
  return policy
    .split(' and ')
    .map((rule) => rule.trim())
    .filter((rule) => rule !== '')
    .map((rule) => {
      const [, name = rule, argument] = RULE.exec(rule) ?? [];
      return [name, Number(argument)];
    });
}

function atLeast(password: string, pattern: RegExp, least: number, what: string): string | undefined {
  const count = password.match(pattern)?.length ?? 0;
  return count < least ? `must contain ${least} or more ${what}` : undefined;
}
