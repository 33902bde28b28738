import type { Sql, TransactionSql } from 'postgres';
import { drizzle, type PostgresJsDatabase } from '#platform/database/drizzle.ts';

/** Runs before a statement is sent, and may wait for what shall happen at the server before it. */
export type StagedStep = (statement: string) => Promise<void>;

type Statement = Parameters<Sql['unsafe']>;

/**
 * Creates a database in which a test says what others commit between two statements of a transaction, so that a race comes out the same
 * way each time.
 */
export function createStagedDatabase(sql: Sql, before: StagedStep): PostgresJsDatabase {
  return drizzle(stage(sql, before));
}

function stage<Client extends Sql | TransactionSql>(client: Client, before: StagedStep): Client {
  return new Proxy(client, {
    get: (target, name, receiver) => {
      if (name === 'unsafe') return (...statement: Statement) => send(target, statement, before);
      if (name === 'begin' && 'begin' in target) {
        return (run: (tx: TransactionSql) => unknown) => target.begin((tx) => run(stage(tx, before)));
      }
      return Reflect.get(target, name, receiver);
    },
  });
}

/** Drizzle awaits what it gets, or the same after `values()`, which asks for rows as arrays. */
function send(client: Sql | TransactionSql, statement: Statement, before: StagedStep) {
  let asArrays = false;
  const rows = Promise.resolve()
    .then(() => before(statement[0]))
    .then(() => (asArrays ? client.unsafe(...statement).values() : client.unsafe(...statement)));
  const values = () => {
    asArrays = true;
    return rows;
  };
  return Object.assign(rows, { values });
}
