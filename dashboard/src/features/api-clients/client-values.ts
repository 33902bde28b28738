import type { InputProblem } from '../../api/use-change.ts';
import type { ApiClientRowFragment, ApiPlan, Role } from '../../generated/graphql.ts';

/** The settings of an API client as a form has them. */
export interface ClientValues {
  readonly clientId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly scopes: readonly string[];
  /** Empty for the gateway's default. */
  readonly plan: ApiPlan | '';
}

/** The settings that an API client has. */
export function toClientValues({ clientId, name, roles, scopes, plan }: ApiClientRowFragment): ClientValues {
  return { clientId, name, roles: [...roles], scopes: [...scopes], plan: plan ?? '' };
}

/** The settings that can change, as the API takes them. */
export function toClientInput({ name, roles, scopes, plan }: ClientValues) {
  return { name, roles: [...roles], scopes: [...scopes], plan: plan === '' ? null : plan };
}

/** Puts a problem of one role or scope at the field that has all of them, which is the one that a form shows. */
export function toFieldProblems(problems: readonly InputProblem[]): readonly InputProblem[] {
  return problems.map((one) => ({ ...one, field: one.field.slice(0, 1) }));
}
