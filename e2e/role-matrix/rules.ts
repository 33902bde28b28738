import { type ConstDirectiveNode, type ConstValueNode, Kind } from 'graphql';

/**
 * The roles and scopes that a caller must have: one of each set. `@authenticated` is a set with the mark of any signed-in caller.
 *
 * An empty list means that there is no rule. Rules are read here by themselves, and not by `platform/authorization`, which the
 * matrix tests.
 */
export type Rule = readonly ReadonlySet<string>[];

/** The mark of any signed-in caller. */
export const signedIn = 'signed in';

const scopeMark = 'scope ';

/** A scope as it stands in a rule. */
export function toScopeMark(scope: string): string {
  return scopeMark + scope;
}

/** The scopes of a rule, one of each set; sets that a smaller one already contains are left out. */
export function scopesOf(rule: Rule): readonly ReadonlySet<string>[] {
  const sets = rule.filter((oneOf) => [...oneOf].every((mark) => mark.startsWith(scopeMark)));
  return sets
    .filter(
      (set, index) => !sets.some((other, at) => isNarrower(other, set) || (at < index && isSame(other, set))),
    )
    .map((set) => new Set([...set].map((mark) => mark.slice(scopeMark.length))));
}

function isNarrower(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size < other.size && [...one].every((mark) => other.has(mark));
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((mark) => other.has(mark));
}

interface Annotated {
  readonly directives?: readonly ConstDirectiveNode[];
}

/** The rule that the directives of a field or type make; several applications must all hold. */
export function readRule(node: Annotated): Rule {
  const roles = findApplications(node, 'hasRole').map((applied) => new Set(findList(applied, 'roles')));
  const authenticated = findApplications(node, 'authenticated').map(() => new Set([signedIn]));
  const scopes = findApplications(node, 'requiresScopes').flatMap(readScopes);
  return [...roles, ...authenticated, ...scopes];
}

/** One of the lists of scopes must hold as a whole; as sets of which each must hold in part. */
function readScopes(applied: ConstDirectiveNode): Rule {
  const lists = applied.arguments?.find(({ name }) => name.value === 'scopes')?.value;
  if (lists?.kind !== Kind.LIST) throw new RangeError('@requiresScopes needs lists of scopes');
  return lists.values.reduce<Rule>(
    (sets, list) => {
      const scopes = textsOf(list).map(toScopeMark);
      return sets.flatMap((set) => scopes.map((scope) => new Set([...set, scope])));
    },
    [new Set()],
  );
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
  return value === undefined ? [] : textsOf(value);
}

function textsOf(value: ConstValueNode): string[] {
  const items = value.kind === Kind.LIST ? value.values : [value];
  return items.flatMap((item) => (item.kind === Kind.ENUM || item.kind === Kind.STRING ? [item.value] : []));
}
