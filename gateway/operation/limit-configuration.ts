import { defineIntegers } from '#platform/configuration/integer-group.ts';
import { DEFAULT_LIMITS as defaults } from '#platform/operation-limits/limits.ts';

const maxLimit = 100_000_000;

/** The limits of operations, with the variables that set them. */
export const operationLimits = defineIntegers({
  maxDepth: ['MAX_DEPTH', 1, maxLimit, defaults.maxDepth],
  maxAliases: ['MAX_ALIASES', 1, maxLimit, defaults.maxAliases],
  maxRootFields: ['MAX_ROOT_FIELDS', 1, maxLimit, defaults.maxRootFields],
  maxDirectives: ['MAX_DIRECTIVES', 1, maxLimit, defaults.maxDirectives],
  maxFields: ['MAX_FIELDS', 1, maxLimit, defaults.maxFields],
  maxRepeatedFields: ['MAX_REPEATED_FIELDS', 1, maxLimit, defaults.maxRepeatedFields],
  maxLiterals: ['MAX_LITERALS', 1, maxLimit, defaults.maxLiterals],
  maxDefinitions: ['MAX_DEFINITIONS', 1, maxLimit, defaults.maxDefinitions],
  // Nested values and selections are walked by recursion, which must not exceed the stack.
  maxNesting: ['MAX_NESTING', 1, 500, defaults.maxNesting],
  maxTokens: ['MAX_TOKENS', 1, maxLimit, defaults.maxTokens],
  maxDocumentLength: ['MAX_DOCUMENT_LENGTH', 1, maxLimit, defaults.maxDocumentLength],
  maxVariableMembers: ['MAX_VARIABLE_MEMBERS', 1, maxLimit, defaults.maxVariableMembers],
  maxVariableDepth: ['MAX_VARIABLE_DEPTH', 1, 500, defaults.maxVariableDepth],
  maxVariableListLength: ['MAX_VARIABLE_LIST_LENGTH', 1, maxLimit, defaults.maxVariableListLength],
  maxVariableTextLength: ['MAX_VARIABLE_TEXT_LENGTH', 1, maxLimit, defaults.maxVariableTextLength],
  maxVariablesLength: ['MAX_VARIABLES_LENGTH', 1, maxLimit, defaults.maxVariablesLength],
});
