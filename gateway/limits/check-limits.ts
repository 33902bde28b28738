import { type DocumentNode, GraphQLError, parse } from 'graphql';
import type { LimitCode, LimitViolation, OperationLimits } from './limits.ts';
import { measureDocument } from './measure-document.ts';

/** How graphql-js begins to say that it stopped at `maxTokens`; it has no code for it. */
const TOO_MANY_TOKENS = /Document contains more that \d+ tokens/;

/**
 * Checks a document's text against all limits, before anything else is done with it.
 *
 * A text that cannot be parsed for another reason has no violations here: whoever parses it next says what is wrong.
 *
 * @returns every limit that is exceeded, none when it is fine.
 */
export function checkLimits(source: string, limits: OperationLimits): readonly LimitViolation[] {
  if (source.length > limits.maxDocumentLength) {
    return over('MAX_DOCUMENT_LENGTH_LIMIT', 'characters', source.length, limits.maxDocumentLength);
  }
  const document = parseWithin(source, limits.maxTokens);
  if (document === 'TOO_MANY_TOKENS') {
    return over('MAX_TOKENS_LIMIT', 'tokens', limits.maxTokens + 1, limits.maxTokens);
  }
  if (document === 'MALFORMED') return [];
  const measure = measureDocument(document);
  return [
    ...over('MAX_DEPTH_LIMIT', 'levels of fields', measure.depth, limits.maxDepth),
    ...over('MAX_ALIASES_LIMIT', 'aliases', measure.aliases, limits.maxAliases),
    ...over('MAX_ROOT_FIELDS_LIMIT', 'root fields', measure.topFields, limits.maxRootFields),
    ...over('MAX_DIRECTIVES_LIMIT', 'directives', measure.directives, limits.maxDirectives),
    ...over('MAX_FIELDS_LIMIT', 'fields', measure.fields, limits.maxFields),
    ...over('MAX_REPEATED_FIELDS_LIMIT', 'repeated fields', measure.repeatedFields, limits.maxRepeatedFields),
  ];
}

function parseWithin(source: string, maxTokens: number): DocumentNode | 'TOO_MANY_TOKENS' | 'MALFORMED' {
  try {
    return parse(source, { maxTokens, noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return TOO_MANY_TOKENS.test(error.message) ? 'TOO_MANY_TOKENS' : 'MALFORMED';
  }
}

function over(code: LimitCode, what: string, measured: number, allowed: number): LimitViolation[] {
  if (measured <= allowed) return [];
  const figure = code === 'MAX_TOKENS_LIMIT' ? `more than ${allowed}` : measured;
  return [
    {
      code,
      measured,
      allowed,
      message: `The operation has ${figure} ${what}; at most ${allowed} are allowed.`,
    },
  ];
}
