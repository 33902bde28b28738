import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';

/** The figures of a document's tokens. */
export interface TokenFigures {
  readonly tokens: number;
  /** The deepest brackets within brackets. */
  readonly nesting: number;
  /** The `@` signs: each begins a directive. */
  readonly directives: number;
}

const OPENING = new Set<TokenKind>([TokenKind.PAREN_L, TokenKind.BRACKET_L, TokenKind.BRACE_L]);
const CLOSING = new Set<TokenKind>([TokenKind.PAREN_R, TokenKind.BRACKET_R, TokenKind.BRACE_R]);

/**
 * Reads a document's tokens one by one, before it is parsed: graphql-js's parser calls itself for each bracket, so that
 * deep nesting would end its stack. It stops as soon as a bound is exceeded, and at text that is not GraphQL.
 */
export function scanTokens(
  text: string,
  bounds: { readonly maxTokens: number; readonly maxNesting: number },
): TokenFigures {
  const lexer = new Lexer(new Source(text));
  const figures = { tokens: 0, nesting: 0, directives: 0 };
  let depth = 0;
  while (figures.tokens <= bounds.maxTokens && figures.nesting <= bounds.maxNesting) {
    const kind = nextKind(lexer);
    if (kind === undefined) return figures;
    figures.tokens += 1;
    if (kind === TokenKind.AT) figures.directives += 1;
    if (OPENING.has(kind)) depth += 1;
    if (CLOSING.has(kind)) depth -= 1;
    figures.nesting = Math.max(figures.nesting, depth);
  }
  return figures;
}

/** Nothing at the end, and where the text is not GraphQL: the parser says what is wrong there. */
function nextKind(lexer: Lexer): TokenKind | undefined {
  try {
    const { kind } = lexer.advance();
    return kind === TokenKind.EOF ? undefined : kind;
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}
