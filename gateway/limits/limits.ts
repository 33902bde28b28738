/** What an operation may ask for at most. */
export interface OperationLimits {
  /** Fields within fields, the root field being 1. */
  readonly maxDepth: number;
  /** Fields under another name. */
  readonly maxAliases: number;
  /** Fields at the root. */
  readonly maxRootFields: number;
  /** Directives on anything. */
  readonly maxDirectives: number;
  /** All fields. */
  readonly maxFields: number;
  /** Fields that repeat a response name within one selection set: comparing them is what makes validation slow. */
  readonly maxRepeatedFields: number;
  /** Lexical tokens of the document. */
  readonly maxTokens: number;
  /** UTF-16 code units of the document's text. */
  readonly maxDocumentLength: number;
}

/** Room for what pages and GraphiQL's introspection really ask. */
export const DEFAULT_LIMITS: OperationLimits = {
  maxDepth: 15,
  maxAliases: 30,
  maxRootFields: 20,
  maxDirectives: 50,
  maxFields: 2_000,
  maxRepeatedFields: 50,
  maxTokens: 15_000,
  maxDocumentLength: 200_000,
};

export type LimitCode =
  | 'MAX_DEPTH_LIMIT'
  | 'MAX_ALIASES_LIMIT'
  | 'MAX_ROOT_FIELDS_LIMIT'
  | 'MAX_DIRECTIVES_LIMIT'
  | 'MAX_FIELDS_LIMIT'
  | 'MAX_REPEATED_FIELDS_LIMIT'
  | 'MAX_TOKENS_LIMIT'
  | 'MAX_DOCUMENT_LENGTH_LIMIT';

/** A limit that a document exceeds. */
export interface LimitViolation {
  readonly code: LimitCode;
  readonly message: string;
  /** For tokens, where counting stopped. */
  readonly measured: number;
  readonly allowed: number;
}
