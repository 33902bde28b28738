import type { Atom, Clause, Requirement } from './requirement.ts';

/** Formats a requirement for people: `PRODUCT_MANAGER or ADMIN, and signed in`; `no rule` if it asks for nothing. */
export function formatRequirement(requirement: Requirement): string {
  return requirement.length === 0 ? 'no rule' : requirement.map(formatClause).join(', and ');
}

function formatClause(clause: Clause): string {
  if (clause.length === 0) return 'what nobody has';
  return clause.map((alternative) => alternative.map(formatAtom).join(' with ')).join(' or ');
}

function formatAtom(atom: Atom): string {
  if (atom === 'authenticated') return 'signed in';
  const [kind = '', ...name] = atom.split(':');
  return kind === 'role' ? name.join(':') : `${kind} ${name.join(':')}`;
}
