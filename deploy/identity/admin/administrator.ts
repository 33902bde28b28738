import type { IncomingMessage } from 'node:http';
import { parseBearer } from '#platform/tokens/bearer.ts';
import type { IdentityParts } from '../identity-parts.ts';
import { verifyOwnToken } from '../own-token.ts';

/** The rights of a service account over people and clients; the names are Keycloak's, of its client `realm-management`. */
export type AdministrationRole = 'view-users' | 'manage-users' | 'view-clients' | 'manage-clients';

/** The rights that come with a role. */
const implied: Readonly<Record<string, readonly AdministrationRole[]>> = {
  'view-users': ['view-users'],
  'manage-users': ['manage-users', 'view-users'],
  'view-clients': ['view-clients'],
  'manage-clients': ['manage-clients', 'view-clients'],
};

/**
 * The rights of whoever calls the administration: those of a service account of the realm. A person has none here, whatever
 * roles the person has. Undefined without a valid token.
 */
export async function findAdministrator(
  { issuer, keys, realm }: IdentityParts,
  { headers }: IncomingMessage,
): Promise<ReadonlySet<AdministrationRole> | undefined> {
  const header = parseBearer(headers.authorization);
  const claims = header.kind === 'token' ? await verifyOwnToken(header.token, { issuer, keys }) : undefined;
  if (claims === undefined) return undefined;
  // Only a token of client credentials has the client as its subject.
  const roles = claims.sub === claims.azp ? realm.administrationRoles.get(String(claims.azp)) : [];
  return new Set(roles?.flatMap((role) => implied[role] ?? []));
}
