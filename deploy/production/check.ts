import { z } from 'zod';
import { ConfigurationError, parseConfiguration } from '#platform/configuration/configuration.ts';
import { identityFields, toTrustedIssuers } from '#platform/configuration/identity-fields.ts';
import { TokenError } from '#platform/tokens/token-error.ts';
import { createTokenVerifier } from '#platform/tokens/token-verifier.ts';
import type { TrustedIssuer } from '#platform/tokens/trusted-issuer.ts';
import { loadSellerDetails } from '#schema/seller/load-seller-details.ts';
import { findAcceptedCredentials } from './accepted-credentials.ts';
import { findAuditProblems } from './audit.ts';
import { findCertificateProblems } from './certificates.ts';
import { findDocumentProblems } from './documents.ts';
import { findMailProblems } from './mails.ts';
import { findScopeProblems } from './scopes.ts';

const fields = z.object({
  ...identityFields,
  /** The public client by which passwords are tried. */
  OIDC_CLIENT_ID: z.string().optional(),
});

/**
 * Judges a system before it goes live. Each identity provider must be named exactly, be reached by https, publish its keys, and
 * let nobody in with credentials that this repository publishes. People must have all scopes, the seller must have data of its own, certificates must be none for
 * development, the audit trail must be protected and verified, documents must be kept where they last, and mails must go to a
 * server by TLS.
 *
 * @returns all problems, one line each
 */
export async function findProductionProblems(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  const seller = await loadSellerDetails(environment['SELLER_FILE'] || undefined, { isProduction: true });
  const problems = [
    ...(await findProviderProblems(environment)),
    ...findScopeProblems(environment),
    ...(seller.problems ?? []),
    ...(await findCertificateProblems(environment, new Date())),
    ...(await findAuditProblems(environment, new Date())),
    ...findDocumentProblems(environment),
    ...findMailProblems(environment),
  ];
  // A secret that is published is found with each group of variables.
  return [...new Set(problems)];
}

async function findProviderProblems(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  try {
    const variables = parseConfiguration(fields, environment);
    const issuers = toTrustedIssuers({ ...variables, NODE_ENV: 'production' });
    const problems = await Promise.all(
      issuers.map((issuer) => findIssuerProblems(issuer, variables.OIDC_CLIENT_ID)),
    );
    return problems.flat();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

/** The same for one provider, which is asked. */
export async function findIssuerProblems(
  issuer: TrustedIssuer,
  clientId: string | undefined,
): Promise<string[]> {
  const verifier = createTokenVerifier({ issuers: [issuer] });
  try {
    await verifier.ready();
    const accepted = await findAcceptedCredentials({
      ...issuer,
      ...(clientId !== undefined && { clientId }),
    });
    return accepted.map(
      (name) =>
        `${issuer.issuer} lets ${name} in with the published password or secret: disable or change it`,
    );
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    return [`${issuer.issuer}: ${error.message}`];
  } finally {
    verifier.close();
  }
}
