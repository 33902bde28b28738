import { type DocumentNode, GraphQLError, parse } from 'graphql';
import { countRepeatedFields } from './count-repeated-fields.ts';
import { findViolations, type LimitViolation, type OperationLimits } from './limits.ts';
import { measureDocument } from './measure-document.ts';
import { scanTokens } from './scan-tokens.ts';

/** A document's text after the check. */
export type CheckedDocument =
  | { readonly kind: 'parsed'; readonly document: DocumentNode }
  | { readonly kind: 'malformed'; readonly error: GraphQLError }
  | { readonly kind: 'refused'; readonly violations: readonly LimitViolation[] };

/**
 * Parses a document whose text is within all limits, before anything else is done with it. Its time grows with the text
 * alone.
 *
 * @returns the document, every limit that is exceeded, or the syntax error.
 */
export function checkDocument(text: string, limits: OperationLimits): CheckedDocument {
  const tooLong = checkText(text, limits);
  if (tooLong.length > 0) return { kind: 'refused', violations: tooLong };
  const document = parseText(text);
  if (document instanceof GraphQLError) return { kind: 'malformed', error: document };
  const violations = checkParsed(document, limits);
  return violations.length > 0 ? { kind: 'refused', violations } : { kind: 'parsed', document };
}

function checkText(text: string, limits: OperationLimits): readonly LimitViolation[] {
  const subject = 'operation';
  const tooLong = findViolations([
    {
      code: 'MAX_DOCUMENT_LENGTH_LIMIT',
      subject,
      unit: 'characters',
      measured: text.length,
      allowed: limits.maxDocumentLength,
    },
  ]);
  if (tooLong.length > 0) return tooLong;
  const { tokens, nesting, directives } = scanTokens(text, limits);
  return findViolations([
    {
      code: 'MAX_TOKENS_LIMIT',
      subject,
      unit: 'tokens',
      measured: tokens,
      allowed: limits.maxTokens,
      isCutShort: true,
    },
    {
      code: 'MAX_NESTING_LIMIT',
      subject,
      unit: 'brackets within brackets',
      measured: nesting,
      allowed: limits.maxNesting,
      isCutShort: true,
    },
    {
      code: 'MAX_DIRECTIVES_LIMIT',
      subject,
      unit: 'directives',
      measured: directives,
      allowed: limits.maxDirectives,
    },
  ]);
}

function checkParsed(document: DocumentNode, limits: OperationLimits): readonly LimitViolation[] {
  const { depth, aliases, topFields, directives, fields, literals } = measureDocument(document);
  const figures = [
    ['MAX_DEPTH_LIMIT', 'levels of fields', depth, limits.maxDepth],
    ['MAX_ALIASES_LIMIT', 'aliases', aliases, limits.maxAliases],
    ['MAX_ROOT_FIELDS_LIMIT', 'root fields', topFields, limits.maxRootFields],
    ['MAX_DIRECTIVES_LIMIT', 'directives', directives, limits.maxDirectives],
    ['MAX_FIELDS_LIMIT', 'fields', fields, limits.maxFields],
    ['MAX_LITERALS_LIMIT', 'values', literals, limits.maxLiterals],
    ['MAX_DEFINITIONS_LIMIT', 'operations and fragments', document.definitions.length, limits.maxDefinitions],
    // More fields are refused anyway, and there may be more of them than anybody can visit.
    [
      'MAX_REPEATED_FIELDS_LIMIT',
      'repeated fields',
      fields > limits.maxFields ? 0 : countRepeatedFields(document, limits.maxFields),
      limits.maxRepeatedFields,
    ],
  ] as const;
  return findViolations(
    figures.map(([code, unit, measured, allowed]) => ({
      code,
      subject: 'operation',
      unit,
      measured,
      allowed,
    })),
  );
}

function parseText(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}
