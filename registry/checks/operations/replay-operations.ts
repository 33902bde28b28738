import { setImmediate } from 'node:timers/promises';
import {
  type DocumentNode,
  FieldsOnCorrectTypeRule,
  FragmentsOnCompositeTypesRule,
  type GraphQLSchema,
  KnownArgumentNamesRule,
  KnownDirectivesRule,
  KnownTypeNamesRule,
  PossibleFragmentSpreadsRule,
  ProvidedRequiredArgumentsRule,
  parse,
  ScalarLeafsRule,
  ValuesOfCorrectTypeRule,
  VariablesAreInputTypesRule,
  VariablesInAllowedPositionRule,
  validate,
} from 'graphql';
import type { CheckedOperation } from './checked-operation.ts';

/**
 * The rules by which a change of the schema can fail a valid document. The others look at the document alone, but for
 * OverlappingFieldsCanBeMerged: it takes long, and a changed type of a field reaches whoever selects the field anyway.
 */
const rules = [
  FieldsOnCorrectTypeRule,
  FragmentsOnCompositeTypesRule,
  KnownArgumentNamesRule,
  KnownDirectivesRule,
  KnownTypeNamesRule,
  PossibleFragmentSpreadsRule,
  ProvidedRequiredArgumentsRule,
  ScalarLeafsRule,
  ValuesOfCorrectTypeRule,
  VariablesAreInputTypesRule,
  VariablesInAllowedPositionRule,
];

const maxTokens = 50_000;
/** The longest time for which other requests of the process wait. */
const turnMs = 20;

/** An operation that is valid now and would not be with the proposed schema. */
interface FailingOperation {
  readonly operation: CheckedOperation;
  /** The first problem. */
  readonly message: string;
}

export interface Replay {
  readonly failing: readonly FailingOperation[];
  /** The number of operations that were validated. */
  readonly replayed: number;
  /** True if the time did not suffice for all. */
  readonly isIncomplete: boolean;
}

/**
 * Validates operations against a proposed schema, the most frequent first. One that is not valid today either is passed
 * over: its failure is not the proposal's.
 *
 * @param limitMs the longest time that it may take, in milliseconds
 */
export async function replayOperations(
  operations: readonly CheckedOperation[],
  { before, after }: { readonly before: GraphQLSchema; readonly after: GraphQLSchema },
  { limitMs, signal }: { readonly limitMs: number; readonly signal: AbortSignal },
): Promise<Replay> {
  const end = performance.now() + limitMs;
  const failing: FailingOperation[] = [];
  let replayed = 0;
  let turnEnd = performance.now() + turnMs;
  for (const operation of operations.toSorted(bySeverity)) {
    if (performance.now() > turnEnd) {
      await setImmediate(undefined, { signal });
      turnEnd = performance.now() + turnMs;
    }
    if (performance.now() > end) return { failing, replayed, isIncomplete: true };
    replayed++;
    const message = findNewProblem(operation.text, before, after);
    if (message !== undefined) failing.push({ operation, message });
  }
  return { failing, replayed, isIncomplete: false };
}

/** Persisted operations first, since they count whatever their number of requests. */
function bySeverity(left: CheckedOperation, right: CheckedOperation): number {
  return Number(right.isPersisted) - Number(left.isPersisted) || right.count - left.count;
}

function findNewProblem(text: string, before: GraphQLSchema, after: GraphQLSchema): string | undefined {
  const document = parseOperation(text);
  if (document === undefined) return undefined;
  const [problem] = validate(after, document, rules, { maxErrors: 1 });
  if (problem === undefined || validate(before, document, rules, { maxErrors: 1 }).length > 0)
    return undefined;
  return problem.message;
}

function parseOperation(text: string): DocumentNode | undefined {
  try {
    return parse(text, { noLocation: true, maxTokens });
  } catch {
    // Signatures of Apollo's reports need not be documents.
    return undefined;
  }
}
