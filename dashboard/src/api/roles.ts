import { type RootField, rootFieldRoles } from '../generated/root-field-roles.ts';

/** The condition for entering: the roles of a root field, or one of the roles listed. */
export type Need = RootField | readonly string[];

/** The roles of which one is enough; empty if it is enough to be signed in. */
export function toRoles(need: Need): readonly string[] {
  if (typeof need !== 'string') return need;
  const required: readonly string[] | 'signed in' | 'anybody' = rootFieldRoles[need];
  return typeof required === 'string' ? [] : required;
}

/** True if somebody with these roles may use it. */
export function mayUse(roles: readonly string[], need: Need): boolean {
  const required = toRoles(need);
  return required.length === 0 || required.some((role) => roles.includes(role));
}
