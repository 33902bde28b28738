/** The text with which the ids of API clients begin, so that no other client of the provider can be taken for one. */
export const apiClientPrefix = 'api-';

/** API clients of a system; more are a mistake. */
export const maxApiClients = 200;

/** In Unicode code points. */
export const maxApiClientNameLength = 100;

const clientIdForm = /^api-[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** True for a text that the id of an API client can be. */
export function isApiClientId(text: string): boolean {
  return clientIdForm.test(text);
}

const plans = { FREE: 'free', STANDARD: 'standard', UNLIMITED: 'unlimited' } as const;

/** A plan as the API names it; the gateway knows how much it allows. */
export type ApiPlan = keyof typeof plans;

/** The name of a plan in tokens. */
export function toPlanClaim(plan: ApiPlan | null | undefined): string | null {
  return plan === null || plan === undefined ? null : plans[plan];
}

/** The plan of a token's claim; null for one that the API does not know. */
export function toApiPlan(claim: string | null): ApiPlan | null {
  const names: readonly ApiPlan[] = ['FREE', 'STANDARD', 'UNLIMITED'];
  return names.find((name) => plans[name] === claim) ?? null;
}
