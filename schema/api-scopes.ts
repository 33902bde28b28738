/**
 * The scopes of the API: the name of what is read or written, and which of both. People hold all of them, by the client through
 * which they sign in; API clients hold what an administrator gives them.
 */
export const apiScopes = ['invoices:read', 'invoices:write'] as const;

type ApiScope = (typeof apiScopes)[number];

/** True for a scope of the API. */
export function isApiScope(text: string): text is ApiScope {
  return (apiScopes as readonly string[]).includes(text);
}
