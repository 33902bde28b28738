/**
 * The scopes that an administrator may give an API client: what is read or written, and which of both. Each operation of the API
 * needs one of them, besides a role.
 */
export const apiScopes = [
  'customers:read',
  'customers:write',
  'products:read',
  'products:write',
  'invoices:read',
  'invoices:write',
  'imports:read',
  'imports:write',
  'statistics:read',
  'requests:read',
  'requests:write',
] as const;

type ApiScope = (typeof apiScopes)[number];

/**
 * The scopes of people, by the configuration of the processes: those of the API, and that of their own views, preferences and
 * notices, which is not for programs.
 */
export const peopleScopes: readonly string[] = [...apiScopes, 'workspace'];

/** True for a scope that an API client may have. */
export function isApiScope(text: string): text is ApiScope {
  return (apiScopes as readonly string[]).includes(text);
}
