import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { type IdempotentCall, type IdempotentOutcome, runOnce } from '#platform/database/idempotency.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import { parseRequiredText, type TextProblems } from './text-input.ts';

/** The most code points of an idempotency key. */
export const maxKeyLength = 100;

const keyRule = { maxLength: maxKeyLength };

/**
 * Reads the `idempotencyKey` of an input; null when there is none, undefined when something is wrong with it, which is
 * noted. An empty one is wrong: taken for none, it would let a repeated call do harm.
 */
export function parseIdempotencyKey(
  given: string | null | undefined,
  problems: TextProblems,
): string | null | undefined {
  return given === null || given === undefined ? null : parseRequiredText(given, keyRule, problems);
}

/** A mutation that its caller may repeat when it gave a key. */
export interface KeyedMutation extends Omit<IdempotentCall, 'key' | 'subject'> {
  readonly principal: Principal;
  readonly key: string | null;
}

/** One transaction of drizzle. */
export type Transaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0];

/**
 * Runs a mutation's effect in one transaction, and once only for each key; without a key each time.
 *
 * @param run does it and gives the id to answer with, also on a repeated call; undefined when nothing was done
 */
export function runKeyed(
  db: PostgresJsDatabase,
  { principal, key, ...call }: KeyedMutation,
  run: (tx: Transaction) => Promise<string | undefined>,
): Promise<IdempotentOutcome<string | undefined>> {
  return db.transaction(async (tx) => {
    if (key === null) return { kind: 'done', result: await run(tx), isReplay: false };
    const subject = toSubjectKey(principal);
    return runOnce(tx, { ...call, subject, key }, () => run(tx));
  });
}

/** Notes that a key was used before with another input. */
export function noteReusedKey(problems: {
  at(name: string): { add(code: 'IDEMPOTENCY_KEY_REUSED', message: string): void };
}): void {
  problems
    .at('idempotencyKey')
    .add('IDEMPOTENCY_KEY_REUSED', 'This key was used with another input; take a new one.');
}
