/** A place in a text. */
export interface TextPosition {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** In UTF-8. */
  readonly byteOffset: number;
}

/** A stretch of a text. */
export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

/** Rules of Apollo's linter that are checked; Rover prints no other names. */
export type LintRule =
  | 'ALL_ELEMENTS_REQUIRE_DESCRIPTION'
  | 'DEPRECATED_DIRECTIVE_MISSING_REASON'
  | 'DOES_NOT_PARSE'
  | 'ENUM_VALUES_SHOULD_BE_SCREAMING_SNAKE_CASE'
  | 'FIELD_NAMES_SHOULD_BE_CAMEL_CASE'
  | 'TYPE_NAMES_SHOULD_BE_PASCAL_CASE';

/** Something in the text of a schema that a linter's rule does not want. */
export interface LintDiagnostic {
  readonly rule: LintRule;
  readonly level: 'ERROR' | 'WARNING';
  readonly coordinate: string;
  /** A sentence for people. */
  readonly message: string;
  readonly range: TextRange;
}
