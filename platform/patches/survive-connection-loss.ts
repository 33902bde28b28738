import type { Sql, TransactionSql } from 'postgres';
import { within } from '#platform/waiting/within.ts';

/** The codes with which a statement fails when its connection is gone: those of postgres.js and of the socket. */
const lossCodes = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

/** `begin` rejects right after the statement during which its connection was lost. */
const noticedWithinMs = 1_000;

type Begin = (...args: unknown[]) => Promise<unknown>;

/**
 * Lets transactions end well when the server goes away in the middle of one.
 *
 * postgres.js 3.4 rejects `begin` when the connection closes, and the work inside goes on without knowing. Whatever is
 * then sent on that connection, a statement of the work or the COMMIT or ROLLBACK after it, is written to a socket that
 * is gone; that throws where nobody can catch it, and the process dies (porsager/postgres#1208). Here the work is refused
 * further statements, and its end is held back: the server has rolled back already, and `begin` has rejected.
 */
export function surviveConnectionLoss(sql: Sql): void {
  const begin = sql.begin.bind(sql) as Begin;
  const surviving: Begin = (...args) => {
    const run = args.pop() as (tx: TransactionSql) => Promise<unknown>;
    let isOver = false;
    const over = Promise.withResolvers<void>();
    const end = () => {
      isOver = true;
      over.resolve();
    };
    const begun = begin(...args, async (tx: TransactionSql) => {
      try {
        const value = await run(refuseAfterEnd(tx, () => isOver));
        return isOver ? await never() : value;
      } catch (error) {
        // The connection that was lost may also be another one, which the work used beside its own.
        if (isConnectionLoss(error)) await within(over.promise, noticedWithinMs, { isHeld: false });
        if (isOver) return await never();
        throw error;
      }
    });
    begun.then(end, end);
    return begun;
  };
  sql.begin = surviving as Sql['begin'];
}

/** The same transaction, which refuses statements once it has ended. */
function refuseAfterEnd(tx: TransactionSql, isOver: () => boolean): TransactionSql {
  const check = () => {
    if (isOver()) throw new Error('The transaction has ended; its connection may be gone.');
  };
  return new Proxy(tx, {
    apply: (target, self, args) => {
      check();
      return Reflect.apply(target, self, args);
    },
    get: (target, name, receiver) => {
      check();
      return Reflect.get(target, name, receiver);
    },
  });
}

function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isLoss = 'code' in error && typeof error.code === 'string' && lossCodes.has(error.code);
  return isLoss || isConnectionLoss(error.cause);
}

function never(): Promise<never> {
  return new Promise(() => {});
}
