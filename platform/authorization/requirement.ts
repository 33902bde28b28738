import type { Principal } from '../tokens/principal.ts';

/** One fact about a caller that a rule can ask for. */
export type Atom = 'authenticated' | `role:${string}` | `scope:${string}` | `policy:${string}`;

/** Alternatives of which one is enough; an alternative holds when all of its atoms do. */
export type Clause = readonly (readonly Atom[])[];

/**
 * A condition on a caller, who must satisfy every clause. Without clauses everybody satisfies it.
 *
 * One application of a directive gives one clause, so that repeated applications, and those of several
 * subgraphs side by side on one field, must all hold.
 */
export type Requirement = readonly Clause[];

/** Asks for nothing. */
export const NO_REQUIREMENT: Requirement = [];

/** Both must hold. Clauses that say the same are kept once. */
export function bothOf(left: Requirement, right: Requirement): Requirement {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  const clauses = new Map<string, Clause>();
  for (const clause of [...left, ...right]) clauses.set(JSON.stringify(clause), clause);
  return [...clauses.values()];
}

/** The atoms a requirement asks about, each once. */
export function atomsOf(requirement: Requirement): ReadonlySet<Atom> {
  return new Set(requirement.flat(2));
}

/** Tells whether the requirement holds for a caller of whom `holds` says which atoms are true. */
export function isSatisfied(requirement: Requirement, holds: (atom: Atom) => boolean): boolean {
  return requirement.every((clause) => clause.some((alternative) => alternative.every(holds)));
}

/**
 * Decides a `@policy` by name. `undefined` means that it does not know the policy, which refuses:
 * what nobody decides is denied.
 */
export type PolicyDecision = (policy: string, principal: Principal | undefined) => boolean | undefined;

/** Knows no policy, and so denies every one. */
export const denyAllPolicies: PolicyDecision = () => undefined;

/** Tells for each atom whether it is true of the caller; nothing is true of an anonymous one but policies. */
export function rightsOf(
  principal: Principal | undefined,
  decidePolicy: PolicyDecision = denyAllPolicies,
): (atom: Atom) => boolean {
  return (atom) => {
    if (atom === 'authenticated') return principal !== undefined;
    const colon = atom.indexOf(':');
    const name = atom.slice(colon + 1);
    switch (atom.slice(0, colon)) {
      case 'role':
        return principal?.roles.has(name) ?? false;
      case 'scope':
        return principal?.scopes.has(name) ?? false;
      default:
        return decidePolicy(name, principal) === true;
    }
  };
}
