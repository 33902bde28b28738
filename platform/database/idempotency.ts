import { createHash } from 'node:crypto';
import { toCanonicalJson } from '#platform/text/canonical-json.ts';
import type { PostgresJsDatabase } from './drizzle.ts';
import { type SQL, sql } from './drizzle.ts';

/** One call that its caller may repeat. */
export interface IdempotentCall {
  /** The operation, for example `createInvoice`. */
  readonly operation: string;
  /** The caller; equal keys of different callers are different keys. */
  readonly subject: string;
  readonly key: string;
  /** All of the input that makes the call the same call; compared by value. */
  readonly input: unknown;
}

/**
 * The table each bounded context has for this, in its own migrations:
 *
 * ```sql
 * create table idempotency_keys (
 *   operation text not null, subject text not null, key text not null,
 *   input_hash text not null, result text,
 *   created_at timestamptz not null default now(),
 *   primary key (operation, subject, key));
 * ```
 */
export type IdempotentOutcome<Result> =
  | { readonly kind: 'done'; readonly result: Result; readonly isReplay: boolean }
  /** The key was used before with another input. */
  | { readonly kind: 'reused' };

/**
 * Runs a call once, however often it is repeated, in the transaction that holds its effect.
 *
 * A call with the same key that runs at the same time is waited for. What `run` answers is kept as text (ids, say: what
 * is needed to answer again); undefined says that nothing was done, and leaves the key free.
 *
 * @param expected the answer of `run` if it does its work, where that is known before: it saves a statement
 */
export async function runOnce(
  tx: Pick<PostgresJsDatabase, 'execute'>,
  call: IdempotentCall,
  run: () => Promise<string | undefined>,
  expected?: string,
): Promise<IdempotentOutcome<string | undefined>> {
  const { operation, subject, key } = call;
  // The row is the lock: a second call waits here until the first commits or rolls back.
  const inserted = await tx.execute(sql`
    insert into idempotency_keys (operation, subject, key, input_hash, result)
    values (${operation}, ${subject}, ${key}, ${hashInput(call.input)}, ${expected ?? null})
    on conflict (operation, subject, key) do nothing
    returning key`);
  if (inserted.length === 0) return (await findOutcome(tx, call)) ?? { kind: 'reused' };
  const result = await run();
  if (result === undefined) await tx.execute(sql`delete from idempotency_keys where ${matches(call)}`);
  else if (result !== expected)
    await tx.execute(sql`update idempotency_keys set result = ${result} where ${matches(call)}`);
  return { kind: 'done', result, isReplay: false };
}

/**
 * The outcome of a call that was made before; undefined for a new one. Lets a caller answer at once what would otherwise
 * cost work ahead of the transaction, such as asking another service.
 */
export async function findOutcome(
  db: Pick<PostgresJsDatabase, 'execute'>,
  call: IdempotentCall,
): Promise<IdempotentOutcome<string> | undefined> {
  const [known] = await db.execute<{ input_hash: string; result: string }>(
    sql`select input_hash, result from idempotency_keys where ${matches(call)}`,
  );
  if (known === undefined) return undefined;
  if (known.input_hash !== hashInput(call.input)) return { kind: 'reused' };
  return { kind: 'done', result: known.result, isReplay: true };
}

function matches({ operation, subject, key }: IdempotentCall): SQL {
  return sql`operation = ${operation} and subject = ${subject} and key = ${key}`;
}

/** The hash by which a repeated call is known to have the same input. */
export function hashInput(input: unknown): string {
  return createHash('sha256').update(toCanonicalJson(input)).digest('hex');
}
