import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type AuditRetention, auditTrailFields } from '#platform/audit/trail/retention.ts';
import { ConfigurationError, parseConfiguration } from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';
import { databaseUrl, exactUrl, logLevel, port } from '#platform/configuration/fields.ts';
import { eventLogFields } from '#platform/event-log/configuration.ts';
import type { Seller } from '#schema/calendar/seller.ts';
import { issueDateFields, toSeller } from '#schema/calendar/seller-fields.ts';
import {
  developmentBillingSecret,
  developmentPeopleSecret,
  developmentServiceSecret,
} from '../system/development-secrets.ts';
import { type PortVariable, portVariables } from '../system/services.ts';
import { type TokenScopes, usualScopes } from '../system/token-scopes.ts';

/** The settings of the launcher. */
export interface LauncherConfiguration {
  readonly dataFolder: string;
  readonly logLevel: string;
  readonly ports: Readonly<Record<PortVariable, number>>;
  /** Of a server of the user's own, with a role that may create roles. */
  readonly databaseUrl: string | undefined;
  /** Of a provider of the user's own. */
  readonly givenIssuer: string | undefined;
  /** The folder of the certificates, if all connections are over TLS. */
  readonly tlsFolder: string | undefined;
  /** The issuer in use. */
  readonly issuer: string;
  /** The audience that its access tokens must have. */
  readonly audience: string;
  /** The scopes that its access tokens have. */
  readonly scopes: TokenScopes;
  /** True if invoices are simulated. */
  readonly hasSimulator: boolean;
  /** The manifest of documents of the demo, if the gateway runs none but those of manifests. */
  readonly demoManifest: string | undefined;
  /** Of the client `facturation-service`, which loads the demo. */
  readonly serviceSecret: string;
  /** Of the client `facturation-billing`, by which billing reserves stock. */
  readonly billingSecret: string;
  /** Of the client `facturation-people`, by which people are administered. */
  readonly peopleSecret: string;
  /** The time for which the event log keeps records; 0 for ever. */
  readonly eventLogRetentionMs: number;
  /** The days for which the audit trail keeps entries of each level. */
  readonly auditRetention: AuditRetention;
  /** The rules of whoever sends the invoices; the same for all processes. */
  readonly seller: Seller;
  /** The JSON file with the data of the seller. */
  readonly sellerFile: string;
}

const portFields = Object.fromEntries(
  portVariables.map((one) => [one.variable, port(one.default)]),
) as Record<PortVariable, ReturnType<typeof port>>;

/** The launcher's environment variables. */
export const configurationSchema = z.object({
  ...issueDateFields,
  ...portFields,
  DATA_DIR: z.string().default('.data'),
  LOG_LEVEL: logLevel(),
  DATABASE_URL: databaseUrl().optional(),
  OIDC_ISSUER: exactUrl().optional(),
  SELLER_FILE: z.string().default('deploy/system/example-seller.json'),
  OIDC_AUDIENCE: z.string().default('facturation-api'),
  OIDC_SCOPE_CLAIMS: z.string().default(usualScopes.claims),
  OIDC_DEFAULT_SCOPES: z.string().default(usualScopes.byDefault),
  EVENT_LOG_RETENTION_HOURS: eventLogFields.EVENT_LOG_RETENTION_HOURS,
  ...auditTrailFields,
  // The gateway's own.
  TRUSTED_DOCUMENTS: z.string().optional(),
  SIMULATOR: z.enum(['on', 'off'], 'must be on or off').default('on'),
  FACTURATION_SERVICE_SECRET: z.string().default(developmentServiceSecret),
  FACTURATION_BILLING_SECRET: z.string().default(developmentBillingSecret),
  FACTURATION_PEOPLE_SECRET: z.string().default(developmentPeopleSecret),
});

/**
 * Turns the environment into the launcher's configuration.
 *
 * @param root the project's folder, from which a relative `DATA_DIR` counts
 * @param hasTls true if all connections are to be over TLS
 * @throws {ConfigurationError} that lists all that is wrong.
 */
export function parseLauncherConfiguration(
  environment: Environment,
  root: string,
  hasTls = false,
): LauncherConfiguration {
  const given = parseConfiguration(configurationSchema, environment);
  const ports = Object.fromEntries(
    portVariables.map(({ variable }) => [variable, given[variable]]),
  ) as Record<PortVariable, number>;
  const problems = findPortProblems(ports);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const dataFolder = resolve(root, join(given.DATA_DIR));
  return {
    dataFolder,
    logLevel: given.LOG_LEVEL,
    ports,
    databaseUrl: given.DATABASE_URL,
    givenIssuer: given.OIDC_ISSUER,
    tlsFolder: hasTls ? join(dataFolder, 'tls') : undefined,
    issuer:
      given.OIDC_ISSUER ?? `${hasTls ? 'https' : 'http'}://localhost:${ports.OIDC_PORT}/realms/facturation`,
    audience: given.OIDC_AUDIENCE,
    scopes: { claims: given.OIDC_SCOPE_CLAIMS, byDefault: given.OIDC_DEFAULT_SCOPES },
    hasSimulator: given.SIMULATOR === 'on',
    demoManifest: given.TRUSTED_DOCUMENTS === 'only' ? join(dataFolder, 'demo-documents.json') : undefined,
    serviceSecret: given.FACTURATION_SERVICE_SECRET,
    billingSecret: given.FACTURATION_BILLING_SECRET,
    peopleSecret: given.FACTURATION_PEOPLE_SECRET,
    eventLogRetentionMs: given.EVENT_LOG_RETENTION_HOURS * 60 * 60 * 1000,
    auditRetention: given.AUDIT_RETENTION,
    seller: toSeller(given),
    sellerFile: resolve(root, given.SELLER_FILE),
  };
}

/** Processes must find each other, so every port is a fixed one and another one. */
function findPortProblems(ports: Readonly<Record<string, number>>): string[] {
  const entries = Object.entries(ports);
  return entries.flatMap(([name, value], index) => {
    if (value === 0) return [`${name}: must be a port from 1 to 65535`];
    const earlier = entries.slice(0, index).find(([, other]) => other === value);
    return earlier === undefined ? [] : [`${name}: ${value} is the port of ${earlier[0]} already`];
  });
}
