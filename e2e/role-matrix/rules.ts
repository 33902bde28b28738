import { type ConstDirectiveNode, Kind } from 'graphql';

/**
 * The roles that a caller must have: one of each set. `@authenticated` is a set with the mark of any signed-in person.
 *
 * An empty list means that there is no rule. Rules are read here by themselves, and not by `platform/authorization`, which the
 * matrix tests.
 */
export type Rule = readonly ReadonlySet<string>[];

const signedIn = 'signed in';

interface Annotated {
  readonly directives?: readonly ConstDirectiveNode[];
}

/** The rule that the directives of a field or type make; several applications must all hold. */
export function readRule(node: Annotated): Rule {
  const roles = findApplications(node, 'hasRole').map((applied) => new Set(findList(applied, 'roles')));
  const authenticated = findApplications(node, 'authenticated').map(() => new Set([signedIn]));
  return [...roles, ...authenticated];
}

/** The applications of a directive on a node. */
export function findApplications(node: Annotated, directive: string): ConstDirectiveNode[] {
  return (node.directives ?? []).filter((applied) => applied.name.value === directive);
}

/** The text of a string argument. */
export function findText(applied: ConstDirectiveNode, argument: string): string | undefined {
  const value = applied.arguments?.find((given) => given.name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/** The texts or enum values of a list argument; a single value counts as a list of one (GraphQL section 3.11). */
function findList(applied: ConstDirectiveNode, argument: string): string[] {
  const value = applied.arguments?.find((given) => given.name.value === argument)?.value;
  const items = value?.kind === Kind.LIST ? value.values : value === undefined ? [] : [value];
  return items.flatMap((item) => (item.kind === Kind.ENUM || item.kind === Kind.STRING ? [item.value] : []));
}
