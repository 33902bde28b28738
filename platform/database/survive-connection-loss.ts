import type { Sql } from 'postgres';

/** What a statement fails with when its connection is gone, as postgres.js and the socket name it. */
const lossCodes = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * Lets transactions end well when the server goes away in the middle of one.
 *
 * postgres.js 3.4 answers any failure inside `begin` with a ROLLBACK, also on a connection that is closed; that write
 * throws where nobody can catch it, and the process dies (porsager/postgres#1208). Here the failure of a lost connection
 * is held back: the server has rolled back already, and `begin` itself rejects as soon as the connection closes.
 */
export function surviveConnectionLoss(sql: Sql): void {
  const begin = sql.begin.bind(sql) as (...args: unknown[]) => Promise<unknown>;
  const surviving = (...args: unknown[]) => {
    const run = args.pop() as (tx: unknown) => Promise<unknown>;
    return begin(...args, async (tx: unknown) => {
      try {
        return await run(tx);
      } catch (error) {
        if (isConnectionLoss(error)) return await never();
        throw error;
      }
    });
  };
  sql.begin = surviving as Sql['begin'];
}

function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isLoss = 'code' in error && typeof error.code === 'string' && lossCodes.has(error.code);
  return isLoss || isConnectionLoss(error.cause);
}

function never(): Promise<never> {
  return new Promise(() => {});
}
