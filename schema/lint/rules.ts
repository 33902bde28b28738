import type { ConstDirectiveNode } from 'graphql';
import { findApplications, findList, type ObjectDefinition } from './subgraph-document.ts';

/**
 * The roles that a caller must have: one of each set. `@authenticated` is a set with the mark of any signed-in person.
 *
 * An empty list means that there is no rule.
 */
export type Rule = readonly ReadonlySet<string>[];

const signedIn = 'signed in';
/** The built-in rules whose `@requires` composition checks itself. */
const scoped = ['requiresScopes', 'policy'];

type Annotated = { readonly directives?: readonly ConstDirectiveNode[] };

/** The rule that the directives of a field or type make; several applications must all hold. */
export function readRule(node: Annotated): Rule {
  const roles = findApplications(node, 'hasRole').map((applied) => new Set(findList(applied, 'roles')));
  const authenticated = findApplications(node, 'authenticated').map(() => new Set([signedIn]));
  return [...roles, ...authenticated];
}

/** The rules of a type in all subgraphs stand side by side: all must hold. */
export function readRuleOfType(typeName: string, objects: readonly ObjectDefinition[]): Rule {
  return objects.filter(({ name }) => name === typeName).flatMap(({ node }) => readRule(node));
}

/** True if a field or type has a rule. */
export function hasRule(node: Annotated): boolean {
  return readRule(node).length > 0 || scoped.some((name) => findApplications(node, name).length > 0);
}

/** True if everyone who satisfies `stronger` also satisfies `weaker`. */
export function isImplied(weaker: Rule, stronger: Rule): boolean {
  return weaker.every((wanted) =>
    stronger.some(
      (held) => wanted.has(signedIn) || (held.size > 0 && [...held].every((role) => wanted.has(role))),
    ),
  );
}

/** A rule for people: `PRODUCT_MANAGER or ADMIN, and signed in`. */
export function formatRule(rule: Rule): string {
  return rule.length === 0 ? 'no rule' : rule.map((one) => [...one].join(' or ')).join(', and ');
}
