import type { Atom, Clause, Requirement } from './requirement.ts';

/** The most combinations of alternatives that are tried out; requirements of real schemas have a few. */
const maxCombinations = 4_096;

type Facts = ReadonlySet<Atom>;

/**
 * True if every caller who satisfies the stronger requirement also satisfies the weaker one. A caller with a role or a scope
 * is signed in.
 *
 * With more than 4,096 combinations of alternatives the answer may be false where it would be true.
 */
export function implies(stronger: Requirement, weaker: Requirement): boolean {
  const callers = listLeastCallers(stronger);
  return weaker.every((clause) =>
    callers === undefined
      ? stronger.some((held) => held.every((alternative) => holds(clause, withSignIn(alternative))))
      : callers.every((facts) => holds(clause, facts)),
  );
}

function holds(clause: Clause, facts: Facts): boolean {
  return clause.some((alternative) => alternative.every((atom) => facts.has(atom)));
}

/** The callers of whom no less could be true; undefined if there are too many. */
function listLeastCallers(requirement: Requirement): readonly Facts[] | undefined {
  let callers: (readonly Atom[])[] = [[]];
  for (const clause of requirement) {
    if (callers.length * clause.length > maxCombinations) return undefined;
    callers = callers.flatMap((facts) => clause.map((alternative) => [...facts, ...alternative]));
  }
  return callers.map(withSignIn);
}

/** Policies alone may hold for anonymous callers. */
function withSignIn(atoms: readonly Atom[]): Facts {
  const isSignedIn = atoms.some((atom) => atom.startsWith('role:') || atom.startsWith('scope:'));
  return new Set(isSignedIn ? [...atoms, 'authenticated'] : atoms);
}
