import {
  findOutcome,
  type IdempotentCall,
  type IdempotentOutcome,
  runOnce,
} from '#platform/database/idempotency.ts';
import { maxKeyLength, type Transaction } from '#platform/graphql/idempotency-key.ts';
import { InputProblems } from '#platform/graphql/input-problems.ts';
import { parseRequiredText } from '#platform/graphql/text-input.ts';
import type { Problem, ProblemCode } from '../domain/problem.ts';
import type { Billing, Outcome } from './billing.ts';

/** What is to be written, or all problems. */
export type Preparation<Prepared> =
  | { readonly value: Prepared; readonly problems?: never }
  | { readonly value?: never; readonly problems: readonly Problem[] };

/** A use case in two steps, so that no lock is held while other services are asked. */
export interface Steps<Prepared> {
  /** Reads and checks, outside any transaction: what is to be written, or all problems. */
  prepare(): Promise<Preparation<Prepared>>;
  /** Writes, in one short transaction. When it finds problems it must not have written anything. */
  write(tx: Transaction, prepared: Prepared): Promise<Outcome>;
}

const reused: Outcome = {
  problems: [
    {
      field: ['idempotencyKey'],
      message: 'This key was used with another input; take a new one for each call that is meant anew.',
      code: 'IDEMPOTENCY_KEY_REUSED',
    },
  ],
};

/**
 * Runs a use case once for a key and answers its repetitions with the invoice of the first. Problems leave the key
 * free, so that the mended call can have it.
 */
export async function answerOnce<Prepared>(
  { db }: Billing,
  call: IdempotentCall,
  steps: Steps<Prepared>,
): Promise<Outcome> {
  const keyProblems = new InputProblems<ProblemCode>(['idempotencyKey']);
  if (parseRequiredText(call.key, { maxLength: maxKeyLength }, keyProblems) === undefined) {
    const { problems = [] } = await steps.prepare();
    return { problems: [...problems, ...keyProblems.errors] };
  }
  const before = await findOutcome(db, call);
  if (before !== undefined) return toOutcome(before);
  const prepared = await steps.prepare();
  if (prepared.problems !== undefined) {
    // An equal call may have ended in the meantime, and what it did may be what now stands in the way.
    const meanwhile = await findOutcome(db, call);
    return meanwhile === undefined ? { problems: prepared.problems } : toOutcome(meanwhile);
  }
  let problems: readonly Problem[] = [];
  const outcome = await db.transaction((tx) =>
    runOnce(tx, call, async () => {
      const written = await steps.write(tx, prepared.value);
      problems = written.problems ?? [];
      return written.invoiceId;
    }),
  );
  return problems.length > 0 ? { problems } : toOutcome(outcome);
}

function toOutcome(outcome: IdempotentOutcome<string | undefined>): Outcome {
  if (outcome.kind === 'reused') return reused;
  if (outcome.result === undefined) throw new TypeError('A call that wrote nothing must say why.');
  return { invoiceId: outcome.result };
}
