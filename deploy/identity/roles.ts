import type { Realm, RealmClient } from './realm.ts';

/** The roles with all that they contain. */
export function expandRoles(roles: Realm['roles'], names: readonly string[]): Set<string> {
  const expanded = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (expanded.has(name)) continue;
    expanded.add(name);
    waiting.push(...(roles.get(name) ?? []));
  }
  return expanded;
}

/** The roles that a token says: what its owner has, as far as the client may carry it. Sorted. */
export function toTokenRoles(realm: Realm, client: RealmClient, owned: readonly string[]): string[] {
  const roles = expandRoles(realm.roles, owned);
  const limit = client.roleLimit === undefined ? roles : expandRoles(realm.roles, client.roleLimit);
  return [...roles].filter((role) => limit.has(role)).sort();
}
