import type { Sql } from 'postgres';
import { and, eq, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { variants } from '../graphs/tables.ts';
import type { CheckRun } from './check-request.ts';
import { checkRuns } from './tables.ts';

const maxRows = 500;

/** A check that was made, with the name of its variant. */
interface FoundCheckRun extends CheckRun {
  readonly variant: string;
}

/** Finds a check of a graph. */
export async function findCheckRun(
  db: PostgresJsDatabase,
  graph: string,
  id: string,
): Promise<FoundCheckRun | undefined> {
  const [found] = await db
    .select({ id: checkRuns.id, variant: variants.name, status: checkRuns.status, tasks: checkRuns.tasks })
    .from(checkRuns)
    .innerJoin(variants, eq(variants.id, checkRuns.variantId))
    .where(and(eq(checkRuns.id, id), eq(variants.graph, graph)));
  return found;
}

/** Deletes some of the checks that are older than so many days, and gives their number; 0 if there is none. */
export async function deleteOldCheckRuns(sql: Sql, days: number): Promise<number> {
  const deleted = await sql`
    delete from registry.check_runs where id in (
      select id from registry.check_runs
      where created_at < now() - make_interval(days => ${days}::int) limit ${maxRows}
    ) returning 1`;
  return deleted.length;
}
