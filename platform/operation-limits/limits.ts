/** Bounds of an operation's document and variables. */
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
  /** Fields that repeat a response name in one place: comparing them is what makes validation slow. */
  readonly maxRepeatedFields: number;
  /** Values written in the document: scalars, lists, objects, and uses of variables. */
  readonly maxLiterals: number;
  /** Operations and fragments of the document. */
  readonly maxDefinitions: number;
  /** Brackets within brackets of any kind: selections, arguments, lists, objects. */
  readonly maxNesting: number;
  /** Lexical tokens of the document. */
  readonly maxTokens: number;
  /** UTF-16 code units of the document's text. */
  readonly maxDocumentLength: number;
  /** Values in the variables, those within lists and objects included. */
  readonly maxVariableMembers: number;
  /** Lists and objects within each other in the variables. */
  readonly maxVariableDepth: number;
  /** Items of one list in the variables. */
  readonly maxVariableListLength: number;
  /** UTF-16 code units of one text in the variables, names of members included. */
  readonly maxVariableTextLength: number;
  /** UTF-16 code units of all texts and names in the variables. */
  readonly maxVariablesLength: number;
}

/** Room for the requests of pages and for GraphiQL's introspection. */
export const DEFAULT_LIMITS: OperationLimits = {
  maxDepth: 15,
  maxAliases: 30,
  maxRootFields: 20,
  maxDirectives: 50,
  maxFields: 2_000,
  maxRepeatedFields: 100,
  maxLiterals: 2_000,
  maxDefinitions: 200,
  maxNesting: 50,
  maxTokens: 15_000,
  maxDocumentLength: 200_000,
  maxVariableMembers: 20_000,
  maxVariableDepth: 20,
  maxVariableListLength: 1_000,
  maxVariableTextLength: 100_000,
  maxVariablesLength: 500_000,
};

type LimitCode =
  | 'MAX_DEPTH_LIMIT'
  | 'MAX_ALIASES_LIMIT'
  | 'MAX_ROOT_FIELDS_LIMIT'
  | 'MAX_DIRECTIVES_LIMIT'
  | 'MAX_FIELDS_LIMIT'
  | 'MAX_REPEATED_FIELDS_LIMIT'
  | 'MAX_LITERALS_LIMIT'
  | 'MAX_DEFINITIONS_LIMIT'
  | 'MAX_NESTING_LIMIT'
  | 'MAX_TOKENS_LIMIT'
  | 'MAX_DOCUMENT_LENGTH_LIMIT'
  | 'MAX_VARIABLE_MEMBERS_LIMIT'
  | 'MAX_VARIABLE_DEPTH_LIMIT'
  | 'MAX_VARIABLE_LIST_LENGTH_LIMIT'
  | 'MAX_VARIABLE_TEXT_LENGTH_LIMIT'
  | 'MAX_VARIABLES_LENGTH_LIMIT'
  | 'MAX_COST_LIMIT';

/** A limit that an operation exceeds. */
export interface LimitViolation {
  readonly code: LimitCode;
  readonly message: string;
  /** The figure found; where counting stopped early, the first one over the limit. */
  readonly measured: number;
  readonly allowed: number;
}

/** One figure of an operation beside its limit. */
export interface MeasuredFigure {
  readonly code: LimitCode;
  readonly subject: 'operation' | 'variables';
  /** The unit, in the plural, for the message. */
  readonly unit: string;
  readonly measured: number;
  readonly allowed: number;
  /** True if counting stopped when the limit was exceeded. */
  readonly isCutShort?: boolean;
}

/** Compares a figure with its limit. */
export function findViolation(figure: MeasuredFigure): LimitViolation | undefined {
  const { code, subject, unit, measured, allowed, isCutShort = false } = figure;
  if (measured <= allowed) return undefined;
  const owner = subject === 'operation' ? 'The operation has' : 'The variables have';
  const found = isCutShort ? `more than ${allowed}` : measured;
  return { code, measured, allowed, message: `${owner} ${found} ${unit}; at most ${allowed} are allowed.` };
}

/** Every figure that exceeds its limit. */
export function findViolations(figures: readonly MeasuredFigure[]): readonly LimitViolation[] {
  return figures.flatMap((figure) => findViolation(figure) ?? []);
}
