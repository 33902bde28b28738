import type { Sql } from 'postgres';
import { toPgArray } from '#platform/database/pg-array.ts';
import type { MatchCustomers } from '../reading/reading.ts';
import { retryTransient } from '../writing/retry-transient.ts';

/** Names asked about in one statement. */
const namesAtOnce = 5_000;

type Match = { readonly id: string; readonly name: string | null };

/**
 * Finds customers by id and by name through the function of the customer context. If the server cannot be reached,
 * the lookup is retried.
 */
export function createCustomerMatcher(sql: Sql, signal: AbortSignal): MatchCustomers {
  return async (ids, names) => {
    const byId = new Set<string>();
    const byName = new Map<string, string>();
    for (let from = 0; from < Math.max(ids.length, names.length); from += namesAtOnce) {
      const someIds = toPgArray(ids.slice(from, from + namesAtOnce));
      const someNames = toPgArray(names.slice(from, from + namesAtOnce));
      const matches = await retryTransient(
        () => sql<Match[]>`
          select id, name from customer.match_customers(${someIds}::text[]::uuid[], ${someNames}::text[])`,
        signal,
      );
      for (const { id, name } of matches) {
        if (name === null) byId.add(id);
        else byName.set(name, id);
      }
    }
    return { byId, byName };
  };
}
