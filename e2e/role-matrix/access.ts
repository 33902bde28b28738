import { apiClientRoles } from '#schema/api-client-roles.ts';
import { apiScopes, peopleScopes } from '#schema/api-scopes.ts';
import { type DevelopmentUser, developmentUsers } from '../../deploy/keycloak/development-users.ts';
import { type Graph, type GraphField, rootTypes } from './graph.ts';
import { type Rule, signedIn, toScopeMark } from './rules.ts';

/** A caller of the matrix: nobody, a development user by the role that user is there for, or an API client by its scopes. */
export interface Caller {
  readonly name: string;
  /** The development user, undefined for nobody and for API clients. */
  readonly user: string | undefined;
  /** All roles in the caller's token. */
  readonly roles: readonly string[];
  /** The scopes of the caller; people have all, by configuration. */
  readonly scopes: readonly string[];
  readonly isSignedIn: boolean;
}

const nobody: Caller = { name: 'nobody', user: undefined, roles: [], scopes: [], isSignedIn: false };

/** Every caller, whoever holds most roles last: ADMIN holds every role (a composite role of the realm). */
export const callers: readonly Caller[] = [nobody, ...developmentUsers.map(toCaller)].sort(
  (a, b) => a.roles.length - b.roles.length,
);

function toCaller({ username, ownRoles, roles }: DevelopmentUser): Caller {
  return { name: ownRoles[0] ?? 'USER', user: username, roles, scopes: peopleScopes, isSignedIn: true };
}

/** API clients with all roles that they can have and no scope, one scope, or all of them. */
export const apiClientCallers: readonly Caller[] = [[], ...apiScopes.map((scope) => [scope]), apiScopes].map(
  (scopes) => ({
    name: `an API client with ${scopes.length === apiScopes.length ? 'all scopes' : (scopes[0] ?? 'no scope')}`,
    user: undefined,
    roles: ['USER', ...apiClientRoles],
    scopes,
    isSignedIn: true,
  }),
);

/** True if a caller passes a rule. */
export function passes(caller: Caller, rule: Rule): boolean {
  const held = new Set([
    ...caller.roles,
    ...caller.scopes.map(toScopeMark),
    ...(caller.isSignedIn ? [signedIn] : []),
  ]);
  return rule.every((oneOf) => [...oneOf].some((mark) => held.has(mark)));
}

/** The fields from a root to a field; for an entity read by its key, from the entity on. */
export type Path = readonly GraphField[];

/**
 * The shortest way from a starting type to every field that a caller may read, found breadth first.
 *
 * @param from types that stand open to the caller to begin with, in order of preference
 */
export function findPaths(
  graph: Graph,
  caller: Caller,
  from: readonly string[] = rootTypes,
): Map<string, Path> {
  const paths = new Map<string, Path>();
  const entered = new Set<string>();
  const queue: { type: string; path: Path }[] = [];
  for (const start of from) {
    queue.push({ type: start, path: [] });
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (entered.has(next.type)) continue;
      entered.add(next.type);
      for (const field of graph.fields.get(next.type) ?? []) {
        if (!passes(caller, field.rule)) continue;
        const path = [...next.path, field];
        paths.set(coordinateOf(field), path);
        if (field.isComposite) queue.push({ type: field.returns, path });
      }
    }
  }
  return paths;
}

/** `Type.field`. */
export function coordinateOf(field: { readonly type: string; readonly name: string }): string {
  return `${field.type}.${field.name}`;
}
