import { coordinateOf, readPolicies } from '#platform/authorization/policies.ts';
import { type Atom, atomsOf, isSatisfied, type Requirement } from '#platform/authorization/requirement.ts';
import { listObjects, type ParsedSubgraph } from '#platform/schema-lint/parsed-subgraph.ts';

/** The rights that API clients and people can have. */
export interface ScopeTerms {
  /** The roles that an API client may have. */
  readonly apiClientRoles: readonly string[];
  /** The scopes that an API client may have, each with `:read` or `:write` at its end. */
  readonly apiScopes: readonly string[];
  /** The scopes of people, those of API clients among them. */
  readonly peopleScopes: readonly string[];
}

/**
 * An API client does what a scope opens: a root field that its roles open needs a scope, a query or a subscription one that reads, and
 * a mutation one that writes. Each scope is one that somebody can have.
 */
export function lintScopes(subgraphs: readonly ParsedSubgraph[], terms: ScopeTerms): string[] {
  return subgraphs.flatMap((subgraph) => [
    ...findOpenRoots(subgraph, terms),
    ...findUnknownScopes(subgraph, terms),
  ]);
}

const rootEndings: Readonly<Record<string, string>> = {
  Query: ':read',
  Subscription: ':read',
  Mutation: ':write',
};

function findOpenRoots(subgraph: ParsedSubgraph, { apiClientRoles, apiScopes }: ScopeTerms): string[] {
  const rules = readPolicies(subgraph.document).fields;
  const roles: readonly Atom[] = ['authenticated', ...apiClientRoles.map((role): Atom => `role:${role}`)];
  return listObjects([subgraph]).flatMap(({ name, fields }) => {
    const ending = rootEndings[name];
    if (ending === undefined) return [];
    const held = new Set<Atom>([
      ...roles,
      ...apiScopes.filter((scope) => !scope.endsWith(ending)).map((scope): Atom => `scope:${scope}`),
    ]);
    return fields
      .map((field) => coordinateOf(name, field.name.value))
      .filter((coordinate) => {
        const rule = rules.get(coordinate);
        return rule !== undefined && isSatisfied(rule, (atom) => held.has(atom));
      })
      .map(
        (coordinate) =>
          `${subgraph.name}: ${coordinate} is open to API clients without a scope that ends with ${ending}; add @requiresScopes.`,
      );
  });
}

function findUnknownScopes({ name, document }: ParsedSubgraph, { peopleScopes }: ScopeTerms): string[] {
  const { fields, types } = readPolicies(document);
  const known = new Set(peopleScopes.map((scope) => `scope:${scope}`));
  return [...types, ...fields].flatMap(([place, rule]) =>
    scopesOf(rule)
      .filter((scope) => !known.has(scope))
      .map((scope) => `${name}: ${place} wants the ${scope.replace(':', ' ')}, which nobody can have.`),
  );
}

function scopesOf(rule: Requirement): Atom[] {
  return [...atomsOf(rule)].filter((atom) => atom.startsWith('scope:'));
}
