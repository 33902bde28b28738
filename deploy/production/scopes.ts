import { peopleScopes } from '#schema/api-scopes.ts';

/**
 * Finds scopes of the API that the default scopes lack. Whoever named them by hand, before there were more, refuses people what the
 * others open. Without default scopes the tokens of people say their own.
 *
 * @returns all problems, one line each
 */
export function findScopeProblems(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const given = (environment['OIDC_DEFAULT_SCOPES'] ?? '')
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
  const missing = peopleScopes.filter((scope) => !given.includes(scope));
  if (given.length === 0 || missing.length === 0) return [];
  return [
    `OIDC_DEFAULT_SCOPES lacks ${missing.join(', ')}: people are refused what these open; docs/identity-providers.md lists all`,
  ];
}
