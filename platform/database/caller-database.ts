import postgres, { type Sql } from 'postgres';
import { drizzle, type PostgresJsDatabase } from './drizzle.ts';

/** PostgreSQL's code for a statement that was cancelled. */
const queryCanceled = '57014';

type Statement = Parameters<Sql['unsafe']>;

/**
 * The database for the reads of one caller: when the signal is aborted, statements that run are cancelled at the server,
 * and no more are sent.
 *
 * A cancel request names a connection, not a statement (PostgreSQL, "Canceling Requests in Progress"): one that comes late
 * may hit the statement of another caller that uses the connection next. That caller's statement is sent once more.
 */
export function createCallerDatabase(sql: Sql, signal: AbortSignal): PostgresJsDatabase {
  const client = new Proxy(sql, {
    get: (target, name, receiver) =>
      name === 'unsafe'
        ? (...statement: Statement) => sendLater((asArrays) => run(target, statement, asArrays, signal))
        : Reflect.get(target, name, receiver),
  });
  return drizzle(client);
}

/** Drizzle awaits what it gets, or the same after `values()`, which asks for rows as arrays. */
function sendLater(send: (asArrays: boolean) => Promise<unknown>) {
  let asArrays = false;
  const rows = Promise.resolve().then(() => send(asArrays));
  const values = () => {
    asArrays = true;
    return rows;
  };
  return Object.assign(rows, { values });
}

async function run(sql: Sql, statement: Statement, asArrays: boolean, signal: AbortSignal): Promise<unknown> {
  try {
    return await send(sql, statement, asArrays, signal);
  } catch (error) {
    if (signal.aborted || !isCancelledByRequest(error)) throw error;
    return await send(sql, statement, asArrays, signal);
  }
}

async function send(
  sql: Sql,
  statement: Statement,
  asArrays: boolean,
  signal: AbortSignal,
): Promise<unknown> {
  signal.throwIfAborted();
  const pending = sql.unsafe(...statement);
  const cancel = () => pending.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await (asArrays ? pending.values() : pending);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** By a request, and not by the time-out, which has the same code. */
function isCancelledByRequest(error: unknown): boolean {
  return (
    error instanceof postgres.PostgresError &&
    error.code === queryCanceled &&
    error.message.includes('user request')
  );
}
