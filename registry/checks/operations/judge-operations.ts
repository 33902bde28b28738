import { toChangeId } from '../changes/change-id.ts';
import type { SchemaChange } from '../changes/schema-change.ts';
import type { CheckedOperation } from './checked-operation.ts';
import type { CurrentSchema } from './current-schema.ts';
import { describeImpact, describeOperation } from './describe-impact.ts';
import { isReached } from './is-reached.ts';
import type { JudgedChange } from './judged-change.ts';
import type { OperationRules } from './operation-rules.ts';
import type { Replay } from './replay-operations.ts';

/** Everything that is known when changes are judged. */
export interface OperationEvidence {
  readonly changes: readonly SchemaChange[];
  readonly current: CurrentSchema;
  /** With the coordinates that the changes ask for. */
  readonly operations: readonly CheckedOperation[];
  readonly replay: Replay;
  /** All requests of the period, also of operations that are not listed. */
  readonly requests: number;
}

/**
 * Decides for each change if it fails operations that count, by exact coordinates and by validation of their documents.
 *
 * A breaking change fails the check if an operation that counts is affected, or if nothing is known of the period. An
 * operation that would not be valid any more without being in the way of a listed change fails the check on its own.
 */
export function judgeOperations(evidence: OperationEvidence, rules: OperationRules): JudgedChange[] {
  const counts = createCount(evidence, rules);
  const affected = new Set<CheckedOperation>();
  const judged = evidence.changes.map((change) => {
    if (!isBreaking(change, rules)) return toNotice(change);
    const reached = evidence.operations.filter((operation) =>
      change.reaches.some((reach) => isReached(operation, reach, evidence.current)),
    );
    for (const operation of reached) affected.add(operation);
    return judgeBreaking(change, reached, counts);
  });
  const hasBreaking = evidence.changes.some((change) => isBreaking(change, rules));
  return [
    ...(hasBreaking ? judgeKnowledge(evidence, rules) : []),
    ...judgeReplay(evidence.replay, affected, counts),
    ...judged,
  ];
}

type Counts = (operation: CheckedOperation) => boolean;

function createCount({ requests }: OperationEvidence, { minCount, minPercent }: OperationRules): Counts {
  return ({ isPersisted, count }) =>
    isPersisted || (count > 0 && count >= minCount && (count / Math.max(requests, 1)) * 100 >= minPercent);
}

function isBreaking({ criticality, code }: SchemaChange, { failsOnAdditions }: OperationRules): boolean {
  const isAddition = code === 'VALUE_ADDED_TO_ENUM' || code === 'TYPE_ADDED_TO_UNION';
  return criticality === 'BREAKING' || (failsOnAdditions && isAddition && criticality === 'DANGEROUS');
}

function toNotice({ id, code, coordinate, description }: SchemaChange): JudgedChange {
  return { id, code, coordinate, severity: 'NOTICE', description: `${description}.`, operations: [] };
}

function judgeBreaking(
  change: SchemaChange,
  reached: readonly CheckedOperation[],
  counts: Counts,
): JudgedChange {
  const failing = reached.filter(counts);
  const { id, code, coordinate, description } = change;
  if (failing.length === 0) {
    const rare =
      reached.length === 0 ? 'No operation uses it' : `Too rare to count: ${describeImpact(reached)}`;
    return {
      id,
      code,
      coordinate,
      severity: 'NOTICE',
      description: `${description}. ${rare}.`,
      operations: [],
    };
  }
  return {
    id,
    code,
    coordinate,
    severity: 'FAILURE',
    description: `${description}. It fails ${describeImpact(failing)}.`,
    operations: failing.map(({ hash }) => hash),
  };
}

/** Tells if the period is too little known to say that nobody uses something. */
function judgeKnowledge({ requests, replay }: OperationEvidence, rules: OperationRules): JudgedChange[] {
  const problems: JudgedChange[] = [];
  if (requests === 0 && !rules.passesWithoutUsage) {
    problems.push(
      toFailure(
        'NO_USAGE_DATA',
        'No usage was reported in the period, so nobody can tell if the breaking changes fail clients',
      ),
    );
  }
  if (replay.isIncomplete) {
    const message = `The time sufficed to validate ${replay.replayed} operations and not all; try a shorter period`;
    problems.push(toFailure('OPERATIONS_NOT_CHECKED', message));
  }
  return problems;
}

function toFailure(code: string, message: string): JudgedChange {
  return {
    id: toChangeId([code]),
    code,
    coordinate: undefined,
    severity: 'FAILURE',
    description: `${message}.`,
    operations: [],
  };
}

function judgeReplay(
  { failing }: Replay,
  affected: ReadonlySet<CheckedOperation>,
  counts: Counts,
): JudgedChange[] {
  return failing
    .filter(({ operation }) => !affected.has(operation) && counts(operation))
    .map(({ operation, message }) => ({
      id: toChangeId(['OPERATION_INVALID', operation.hash, message]),
      code: 'OPERATION_INVALID',
      coordinate: undefined,
      severity: 'FAILURE',
      description: `${describeOperation(operation)} would not be valid any more: ${message}`,
      operations: [operation.hash],
    }));
}
