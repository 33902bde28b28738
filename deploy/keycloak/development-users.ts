import { readFileSync } from 'node:fs';
import { parseRealm } from '../identity/realm.ts';
import { expandRoles } from '../identity/roles.ts';

/** A user whom the realm file for development creates. */
export interface DevelopmentUser {
  readonly username: string;
  /** The roles that this user has beside the default role. */
  readonly ownRoles: readonly string[];
  /** All roles in the user's token: own ones, those of the default role, and those that they contain. */
  readonly roles: readonly string[];
}

const realm = parseRealm(readFileSync(new URL('realm.json', import.meta.url), 'utf8'), {});

/** The users of the realm file, in its order. */
export const developmentUsers: readonly DevelopmentUser[] = realm.users.map(({ username, roles }) => ({
  username,
  ownRoles: roles.filter((role) => role !== realm.defaultRole),
  roles: [...expandRoles(realm.roles, roles)].filter((role) => role !== realm.defaultRole),
}));

export const developmentUsernames = developmentUsers.map(({ username }) => username);
