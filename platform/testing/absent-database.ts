import type { Sql } from 'postgres';

/** A database that refuses its first statements as a server does that has just been killed. */
export interface AbsentDatabase {
  readonly sql: Sql;
  /** Refuses so many more statements. */
  leave(refusals: number): void;
  /** The number of statements that it will refuse. */
  readonly left: number;
}

/** @param code of the error that each refused statement gets */
export function createAbsentDatabase(present: Sql, code: string, refusals: number): AbsentDatabase {
  let left = refusals;
  const refuse = () => {
    left -= 1;
    const refused = Promise.reject(Object.assign(new Error(`connect ${code}`), { code }));
    // Drizzle awaits it, or what `values` gives.
    return Object.assign(refused, { values: () => refused });
  };
  const sql = new Proxy(present, {
    apply: (target, self, statement) => (left === 0 ? Reflect.apply(target, self, statement) : refuse()),
    get: (target, name) => (name === 'unsafe' && left > 0 ? refuse : Reflect.get(target, name)),
  });
  return {
    sql,
    leave: (more) => {
      left += more;
    },
    get left() {
      return left;
    },
  };
}
