import type { FieldProblem } from '../field-problem.ts';
import { RegistryRefusal, type RegistryRefusalCode } from '../registry-refusal.ts';
import type { UserError, UserErrorCode } from './generated/types.ts';

/** The result of a change, or the problems that stood in its way. */
export type Answer<Value> =
  | { readonly value: Value; readonly userErrors: [] }
  | { readonly value: null; readonly userErrors: UserError[] };

const codes: Partial<Record<RegistryRefusalCode, UserErrorCode>> = {
  BAD_USER_INPUT: 'INVALID',
  CONFLICT: 'CONFLICT',
  LIMIT_EXCEEDED: 'OUT_OF_RANGE',
  NOT_FOUND: 'NOT_FOUND',
};

/**
 * Makes a change and turns a refusal into a problem of the input.
 *
 * @param toField gives the place in the input that a refusal is about; the whole input if it gives none
 */
export async function answerRefusal<Value>(
  change: () => Promise<Value>,
  toField: (code: RegistryRefusalCode) => readonly string[] = () => [],
): Promise<Answer<Value>> {
  try {
    return { value: await change(), userErrors: [] };
  } catch (error) {
    const code = error instanceof RegistryRefusal ? codes[error.code] : undefined;
    if (!(error instanceof RegistryRefusal) || code === undefined) throw error;
    return refuseInput([{ field: [...toField(error.code)], code, message: error.message }]);
  }
}

/** Answers with problems alone. */
export function refuseInput(problems: readonly (FieldProblem | UserError)[]): {
  readonly value: null;
  readonly userErrors: UserError[];
} {
  return {
    value: null,
    userErrors: problems.map(({ field, code, message }) => ({ field: [...field], code, message })),
  };
}
