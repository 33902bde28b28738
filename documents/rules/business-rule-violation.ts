/** A rule of EN 16931 that a document violates. */
export interface BusinessRuleViolation {
  /** The name of the rule, for example `BR-CO-10`. */
  readonly rule: string;
  /** The business term or group that the rule is about, for example `BT-106`. */
  readonly term: string;
  /** A sentence that says what is wrong and what would be right. */
  readonly message: string;
}

/** Writes a violation. */
export function violate(rule: string, term: string, message: string): BusinessRuleViolation {
  return { rule, term, message };
}

/** The violation if something does not hold, as a list. */
export function demand(
  holds: boolean,
  ...violation: Parameters<typeof violate>
): readonly BusinessRuleViolation[] {
  return holds ? [] : [violate(...violation)];
}
