import {
  DEVELOPMENT_PASSWORD,
  DEVELOPMENT_SERVICE_SECRET,
} from '#platform/tokens/development-credentials.ts';
import type { Realm } from './realm.ts';

/**
 * The credentials of a realm that everybody can read in the realm file. A production start must find none.
 *
 * @returns a line for each, without the secret.
 */
export function findDevelopmentCredentials(realm: Realm): string[] {
  return [
    ...realm.users
      .filter((user) => user.isEnabled && user.password === DEVELOPMENT_PASSWORD)
      .map((user) => `user ${user.username} has the development password`),
    ...realm.clients
      .filter((client) => client.secret === DEVELOPMENT_SERVICE_SECRET)
      .map((client) => `client ${client.clientId} has the development secret`),
  ];
}
