import type { AuditedEffect } from '#platform/audit/audit-scope.ts';
import { recordEffect, recordNoEffect } from '#platform/audit/record-effect.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import {
  findOutcome,
  type IdempotentCall,
  type IdempotentOutcome,
  runOnce,
} from '#platform/database/idempotency.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import { type Checked, InputProblems } from './input-problems.ts';
import { parseRequiredText } from './text-input.ts';

/** A call of a mutation that its caller may repeat with the same key. */
export interface KeyedCall extends Pick<IdempotentCall, 'operation' | 'input'> {
  readonly principal: Pick<Principal, 'issuer' | 'subject'>;
  /** The key as it was given; without one, a repeated call is a new call. */
  readonly key: string | null | undefined;
}

/** A use case in two steps, so that no lock is held while other services are asked. */
export interface UseCase<Prepared> {
  /** The id of the object that is written, where it is known before. */
  readonly id?: string | undefined;
  /** Reads and checks outside any transaction. */
  prepare(): Promise<Checked<Prepared>>;
  /**
   * Writes in one short transaction and gives the id of the written object. If it finds problems, it has written
   * nothing.
   */
  write(tx: Transaction, prepared: Prepared): Promise<Checked<string>>;
  /** The effect for the audit. Default: that of the mutation on the written object. */
  toEffect?(id: string): AuditedEffect;
}

/** The maximum number of code points of an idempotency key. */
export const maxKeyLength = 100;

const reused: Checked<string> = {
  problems: [
    {
      field: ['idempotencyKey'],
      message: 'This key was used with another input; take a new key for each new call.',
      code: 'IDEMPOTENCY_KEY_REUSED',
    },
  ],
};

/**
 * Runs a use case once for a key, and answers each repetition with the id of the first run. Problems leave the key
 * free, so that the corrected call can use it.
 */
export async function answerOnce<Prepared>(
  db: PostgresJsDatabase,
  { key: givenKey, principal, ...rest }: KeyedCall,
  useCase: UseCase<Prepared>,
): Promise<Checked<string>> {
  const keyProblems = new InputProblems(['idempotencyKey']);
  const key = parseKey(givenKey, keyProblems);
  if (key === undefined) {
    const { problems = [] } = await useCase.prepare();
    return { problems: [...problems, ...keyProblems.errors] };
  }
  if (key === null) {
    const { value, problems } = await useCase.prepare();
    return problems === undefined ? db.transaction((tx) => writeAudited(tx, useCase, value)) : { problems };
  }
  return answerKeyed(db, { ...rest, subject: toSubjectKey(principal), key }, useCase);
}

/** An empty key is wrong: taken for none, it would let a repeated call do its work twice. */
function parseKey(given: KeyedCall['key'], problems: InputProblems): string | null | undefined {
  if (given === null || given === undefined) return null;
  return parseRequiredText(given, { maxLength: maxKeyLength }, problems);
}

/** Writes, and records the effect in the same transaction. */
async function writeAudited<Prepared>(
  tx: Transaction,
  useCase: UseCase<Prepared>,
  prepared: Prepared,
): Promise<Checked<string>> {
  const written = await useCase.write(tx, prepared);
  const { value: id } = written;
  if (id !== undefined) await recordEffect(tx, useCase.toEffect?.(id) ?? { id });
  return written;
}

async function answerKeyed<Prepared>(
  db: PostgresJsDatabase,
  call: IdempotentCall,
  useCase: UseCase<Prepared>,
): Promise<Checked<string>> {
  const before = await findOutcome(db, call);
  if (before !== undefined) return toChecked(before);
  const prepared = await useCase.prepare();
  if (prepared.problems !== undefined) {
    // An equal call may have ended in the meantime, and its effect may be the problem that this one found.
    const meanwhile = await findOutcome(db, call);
    return meanwhile === undefined ? prepared : toChecked(meanwhile);
  }
  let refusal: Checked<string> | undefined;
  const outcome = await db.transaction((tx) =>
    runOnce(
      tx,
      call,
      async () => {
        const written = await writeAudited(tx, useCase, prepared.value);
        if (written.problems !== undefined) refusal = written;
        return written.value;
      },
      useCase.id,
    ),
  );
  return refusal ?? toChecked(outcome);
}

function toChecked(outcome: IdempotentOutcome<string | undefined>): Checked<string> {
  if (outcome.kind === 'reused') return reused;
  if (outcome.isReplay) recordNoEffect();
  if (outcome.result === undefined) throw new TypeError('A call that wrote nothing must say why.');
  return { value: outcome.result };
}
