import type { ASTNode } from 'graphql';

/** A change of who may read what, which somebody must look at. */
export interface RuleViolation {
  /** By which it is approved. */
  readonly id: string;
  readonly rule: 'RULE_REMOVED' | 'RULE_WEAKENED' | 'RULE_TIGHTENED' | 'RULE_MISSING' | 'RULE_EVADED';
  /** Errors fail the check; warnings tell of callers who lose something. */
  readonly level: 'ERROR' | 'WARNING';
  readonly coordinate: string;
  /** A sentence for people. */
  readonly message: string;
  /** The place in the document of `subgraph`. */
  readonly node: ASTNode | undefined;
  readonly subgraph: string | undefined;
}
