import { type IdentityVariables, toTrustedIssuers } from '#platform/configuration/identity-fields.ts';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import type { SqlPoolOptions } from '#platform/database/sql-pool.ts';
import { createTokenVerifier, type TokenVerifier } from '#platform/tokens/token-verifier.ts';
import type { ServiceParts } from './service.ts';

/** Opens a pool of connections to the service's database; the service's owner closes it. */
export function openDatabase(
  { name, configuration, owner }: ServiceParts<{ readonly DATABASE_URL: string }>,
  options: Partial<Omit<SqlPoolOptions, 'url'>> = {},
): Database {
  const database = connectDatabase({ name, ...options, url: configuration.DATABASE_URL });
  owner.own(`database of ${options.name ?? name}`, () => database.close());
  return database;
}

/** Creates the verifier of access tokens of the issuers that the service trusts; the service's owner closes it. */
export function openTokenVerifier({ configuration, owner }: ServiceParts<IdentityVariables>): TokenVerifier {
  const verifier = createTokenVerifier({ issuers: toTrustedIssuers(configuration) });
  owner.own('token verifier', () => verifier.close());
  return verifier;
}
