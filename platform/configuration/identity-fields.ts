import { z } from 'zod';
import type { TrustedIssuer } from '#platform/tokens/trusted-issuer.ts';
import { list, url } from './fields.ts';

const furtherIssuer = z.strictObject({
  issuer: z.url(),
  audiences: z.array(z.string().min(1)).min(1),
  algorithms: z.array(z.string().min(1)).min(1),
  internalUrl: z.url().optional(),
});

/** Which identity providers a process trusts. */
export const identityFields = {
  OIDC_ISSUER: url().default('http://localhost:8080/realms/facturation'),
  OIDC_AUDIENCE: z.string().default('facturation-api'),
  OIDC_ALGORITHMS: list().default(['RS256', 'PS256', 'ES256', 'EdDSA']),
  /** The issuer's address for this process, when it reaches the provider by another one than browsers do. */
  OIDC_INTERNAL_URL: url().optional(),
  /** Further issuers as a JSON list of `{ issuer, audiences, algorithms, internalUrl? }`. */
  OIDC_FURTHER_ISSUERS: z
    .string()
    .transform((text, context) => {
      const parsed = z.array(furtherIssuer).safeParse(parseJson(text));
      if (parsed.success) return parsed.data;
      context.addIssue({
        code: 'custom',
        message:
          'must be a JSON list of {"issuer": url, "audiences": [...], "algorithms": [...], "internalUrl"?: url}',
      });
      return z.NEVER;
    })
    .default([]),
};

/** What was parsed with {@link identityFields}. */
export interface IdentityVariables {
  readonly OIDC_ISSUER: string;
  readonly OIDC_AUDIENCE: string;
  readonly OIDC_ALGORITHMS: string[];
  readonly OIDC_INTERNAL_URL?: string | undefined;
  readonly OIDC_FURTHER_ISSUERS: z.output<typeof identityFields.OIDC_FURTHER_ISSUERS>;
}

/** The issuers that a process trusts, each on its own terms, as a token verifier takes them; the main one first. */
export function toTrustedIssuers(variables: IdentityVariables): [TrustedIssuer, ...TrustedIssuer[]] {
  const main = {
    issuer: variables.OIDC_ISSUER,
    audiences: [variables.OIDC_AUDIENCE],
    algorithms: variables.OIDC_ALGORITHMS,
    internalUrl: variables.OIDC_INTERNAL_URL,
  };
  return [toTerms(main), ...variables.OIDC_FURTHER_ISSUERS.map(toTerms)];
}

function toTerms({ internalUrl, ...terms }: z.output<typeof furtherIssuer>): TrustedIssuer {
  return internalUrl === undefined ? terms : { ...terms, internalUrl };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
