import { readFile } from 'node:fs/promises';

/** The roles that the realm file defines: the identity provider can give no others. */
export async function readRealmRoles(): Promise<Set<string>> {
  const text = await readFile(new URL('../deploy/keycloak/realm.json', import.meta.url), 'utf8');
  const realm = JSON.parse(text) as { roles: { realm: { name: string }[] } };
  return new Set(realm.roles.realm.map((role) => role.name));
}
