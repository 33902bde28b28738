import type { PageProblem } from './page-problem.ts';
import type { IdentityTexts } from './texts/english.ts';

/** The names of a password's owner, for the rules that look at them. */
export interface PasswordOwner {
  readonly username: string;
  readonly email: string;
}

type RuleName = keyof IdentityTexts['passwordRules'];

/** True if a password breaks the rule. */
type Rule = (password: string, argument: number, owner: PasswordOwner) => boolean;

/** Keycloak's rules that can be judged by the password alone. */
const rules: Readonly<Record<RuleName, Rule>> = {
  length: (password, least) => [...password].length < least,
  maxLength: (password, most) => [...password].length > most,
  upperCase: (password, least) => count(password, /\p{Lu}/gu) < least,
  lowerCase: (password, least) => count(password, /\p{Ll}/gu) < least,
  digits: (password, least) => count(password, /\p{Nd}/gu) < least,
  specialChars: (password, least) => count(password, /[^\p{L}\p{Nd}]/gu) < least,
  notUsername: (password, _, owner) => password.toLowerCase() === owner.username.toLowerCase(),
  notEmail: (password, _, owner) => password.toLowerCase() === owner.email.toLowerCase(),
  // Judged by `findReuse`, which has the hashes of earlier passwords.
  passwordHistory: () => false,
};

const RULE = /^([A-Za-z]+)(?:\(([^)]*)\))?$/;

/** Rules of a policy that are not known here; a policy is obeyed in full or refused. */
export function findUnknownRules(policy: string): string[] {
  return splitPolicy(policy)
    .map(([name]) => name)
    .filter((name) => !isRuleName(name));
}

/**
 * The requirements of a policy that a password does not meet, for a policy such as `length(12) and digits(1)`, one problem for each.
 *
 * @returns nothing when the password is good.
 */
export function findPasswordProblems(policy: string, password: string, owner: PasswordOwner): PageProblem[] {
  return splitPolicy(policy).flatMap(([name, argument]): PageProblem[] =>
    isRuleName(name) && rules[name](password, argument, owner)
      ? [({ passwordRules }) => passwordRules[name](argument)]
      : [],
  );
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

function isRuleName(name: string): name is RuleName {
  return Object.hasOwn(rules, name);
}

function count(password: string, pattern: RegExp): number {
  return password.match(pattern)?.length ?? 0;
}
