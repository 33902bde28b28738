import type { z } from 'zod';
import { integer } from '#platform/configuration/fields.ts';
import { DEFAULT_GATEWAY_LIMITS, type GatewayLimits } from './gateway-limits.ts';

/** The variables that bound operations. */
export const limitFields = {
  MAX_DEPTH: limit(DEFAULT_GATEWAY_LIMITS.maxDepth),
  MAX_ALIASES: limit(DEFAULT_GATEWAY_LIMITS.maxAliases),
  MAX_ROOT_FIELDS: limit(DEFAULT_GATEWAY_LIMITS.maxRootFields),
  MAX_DIRECTIVES: limit(DEFAULT_GATEWAY_LIMITS.maxDirectives),
  MAX_FIELDS: limit(DEFAULT_GATEWAY_LIMITS.maxFields),
  MAX_REPEATED_FIELDS: limit(DEFAULT_GATEWAY_LIMITS.maxRepeatedFields),
  MAX_LITERALS: limit(DEFAULT_GATEWAY_LIMITS.maxLiterals),
  MAX_DEFINITIONS: limit(DEFAULT_GATEWAY_LIMITS.maxDefinitions),
  MAX_NESTING: integer({ min: 1, max: 500, byDefault: DEFAULT_GATEWAY_LIMITS.maxNesting }),
  MAX_TOKENS: limit(DEFAULT_GATEWAY_LIMITS.maxTokens),
  MAX_DOCUMENT_LENGTH: limit(DEFAULT_GATEWAY_LIMITS.maxDocumentLength),
  MAX_VARIABLE_MEMBERS: limit(DEFAULT_GATEWAY_LIMITS.maxVariableMembers),
  MAX_VARIABLE_DEPTH: integer({ min: 1, max: 500, byDefault: DEFAULT_GATEWAY_LIMITS.maxVariableDepth }),
  MAX_VARIABLE_LIST_LENGTH: limit(DEFAULT_GATEWAY_LIMITS.maxVariableListLength),
  MAX_VARIABLE_TEXT_LENGTH: limit(DEFAULT_GATEWAY_LIMITS.maxVariableTextLength),
  MAX_VARIABLES_LENGTH: limit(DEFAULT_GATEWAY_LIMITS.maxVariablesLength),
  MAX_COST: integer({ min: 1, max: 1_000_000_000_000, byDefault: DEFAULT_GATEWAY_LIMITS.maxCost }),
  COST_PAGE_SIZE: limit(DEFAULT_GATEWAY_LIMITS.listSizes.defaultPageSize),
  COST_MAX_PAGE_SIZE: integer({
    min: 1,
    max: 1_000_000_000,
    byDefault: DEFAULT_GATEWAY_LIMITS.listSizes.maxPageSize,
  }),
  COST_LIST_SIZE: limit(DEFAULT_GATEWAY_LIMITS.listSizes.unpagedListSize),
};

/** What was parsed with {@link limitFields}. */
export type LimitVariables = z.output<z.ZodObject<typeof limitFields>>;

/** Puts the variables where they belong. */
export function toGatewayLimits(variables: LimitVariables): GatewayLimits {
  return {
    maxDepth: variables.MAX_DEPTH,
    maxAliases: variables.MAX_ALIASES,
    maxRootFields: variables.MAX_ROOT_FIELDS,
    maxDirectives: variables.MAX_DIRECTIVES,
    maxFields: variables.MAX_FIELDS,
    maxRepeatedFields: variables.MAX_REPEATED_FIELDS,
    maxLiterals: variables.MAX_LITERALS,
    maxDefinitions: variables.MAX_DEFINITIONS,
    maxNesting: variables.MAX_NESTING,
    maxTokens: variables.MAX_TOKENS,
    maxDocumentLength: variables.MAX_DOCUMENT_LENGTH,
    maxVariableMembers: variables.MAX_VARIABLE_MEMBERS,
    maxVariableDepth: variables.MAX_VARIABLE_DEPTH,
    maxVariableListLength: variables.MAX_VARIABLE_LIST_LENGTH,
    maxVariableTextLength: variables.MAX_VARIABLE_TEXT_LENGTH,
    maxVariablesLength: variables.MAX_VARIABLES_LENGTH,
    maxCost: variables.MAX_COST,
    listSizes: {
      defaultPageSize: variables.COST_PAGE_SIZE,
      maxPageSize: variables.COST_MAX_PAGE_SIZE,
      unpagedListSize: variables.COST_LIST_SIZE,
    },
  };
}

function limit(byDefault: number) {
  return integer({ min: 1, max: 100_000_000, byDefault });
}
