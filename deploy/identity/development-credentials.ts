import { isPublishedSecret } from '#platform/configuration/published-secrets.ts';
import type { Realm } from './realm.ts';

/**
 * The credentials of a realm that everybody can read in the realm file. A production start must find none.
 *
 * @returns a line for each, without the secret.
 */
export function findDevelopmentCredentials(realm: Realm): string[] {
  return [
    ...realm.users
      .filter((user) => user.isEnabled && user.password !== undefined && isPublishedSecret(user.password))
      .map((user) => `user ${user.username} has a published password`),
    ...realm.clients
      .filter((client) => client.secret !== undefined && isPublishedSecret(client.secret))
      .map((client) => `client ${client.clientId} has a published secret`),
  ];
}
