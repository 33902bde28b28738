import { peopleScopes } from '#schema/api-scopes.ts';

/** The way in which processes read the scopes of access tokens, by the values of their variables. */
export interface TokenScopes {
  readonly claims: string;
  /** The scopes of tokens without these claims. */
  readonly byDefault: string;
}

/** Tokens of API clients say their scopes; those of people say none, and are limited by roles alone. */
export const usualScopes: TokenScopes = { claims: 'api_scopes', byDefault: peopleScopes.join(',') };
