import type { z } from 'zod';
import { integer } from '#platform/configuration/fields.ts';
import { DEFAULT_LIMITS, type OperationLimits } from '#platform/operation-limits/limits.ts';

/** The variable that sets each limit. */
const variableOf = {
  maxDepth: 'MAX_DEPTH',
  maxAliases: 'MAX_ALIASES',
  maxRootFields: 'MAX_ROOT_FIELDS',
  maxDirectives: 'MAX_DIRECTIVES',
  maxFields: 'MAX_FIELDS',
  maxRepeatedFields: 'MAX_REPEATED_FIELDS',
  maxLiterals: 'MAX_LITERALS',
  maxDefinitions: 'MAX_DEFINITIONS',
  maxNesting: 'MAX_NESTING',
  maxTokens: 'MAX_TOKENS',
  maxDocumentLength: 'MAX_DOCUMENT_LENGTH',
  maxVariableMembers: 'MAX_VARIABLE_MEMBERS',
  maxVariableDepth: 'MAX_VARIABLE_DEPTH',
  maxVariableListLength: 'MAX_VARIABLE_LIST_LENGTH',
  maxVariableTextLength: 'MAX_VARIABLE_TEXT_LENGTH',
  maxVariablesLength: 'MAX_VARIABLES_LENGTH',
} as const satisfies Record<keyof OperationLimits, string>;

type Limit = keyof typeof variableOf;
type LimitVariable = (typeof variableOf)[Limit];

const limits = Object.keys(variableOf) as Limit[];

/** The limits of what is walked by recursion, which must not exceed the stack. */
const recursive: readonly Limit[] = ['maxNesting', 'maxVariableDepth'];

/** The variables that bound operations. */
export const limitFields = Object.fromEntries(
  limits.map((limit) => [
    variableOf[limit],
    integer({
      min: 1,
      max: recursive.includes(limit) ? 500 : 100_000_000,
      byDefault: DEFAULT_LIMITS[limit],
    }),
  ]),
) as Record<LimitVariable, ReturnType<typeof integer>>;

/** The variables parsed with {@link limitFields}. */
export type LimitVariables = z.output<z.ZodObject<typeof limitFields>>;

/** Puts the variables where they belong. */
export function toOperationLimits(variables: LimitVariables): OperationLimits {
  return Object.fromEntries(limits.map((limit) => [limit, variables[variableOf[limit]]])) as Record<
    Limit,
    number
  >;
}
