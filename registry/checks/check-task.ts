import type { CompositionProblem } from '../composition/composition.ts';
import type { LintDiagnostic } from '../lint/lint-diagnostic.ts';
import type { RuleViolationReport } from './authorization/report-violations.ts';
import type { JudgedChange } from './operations/judged-change.ts';

export type CheckStatus = 'PASSED' | 'FAILED';

/** The result of one part of a check. */
export type CheckTask =
  | {
      readonly kind: 'composition';
      readonly status: CheckStatus;
      readonly problems: readonly CompositionProblem[];
      /** True if another supergraph would run than now. */
      readonly changesSupergraph: boolean;
    }
  | {
      readonly kind: 'operations';
      readonly status: CheckStatus;
      readonly changes: readonly JudgedChange[];
      /** The number of operations that were validated against the proposed schema. */
      readonly checkedOperations: number;
    }
  | {
      readonly kind: 'lint';
      readonly status: CheckStatus;
      readonly diagnostics: readonly LintDiagnostic[];
    }
  | {
      readonly kind: 'authorization';
      readonly status: CheckStatus;
      readonly violations: readonly RuleViolationReport[];
    };
