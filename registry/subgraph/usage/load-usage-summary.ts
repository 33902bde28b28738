import { type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import type { UsageSummary } from '../generated/types.ts';
import type { VariantPeriod } from './variant-period.ts';

const maxClients = 100;

/** The sums of a period. */
export interface UsageTotals {
  readonly requests: number;
  /** Of requests whose answers had errors. */
  readonly errors: number;
  /** Of different operations. */
  readonly operationCount: number;
}

/** Loads the number of requests of a period, of those with errors, and of different operations. */
export async function loadUsageTotals(
  db: PostgresJsDatabase,
  { variantId, days }: VariantPeriod,
): Promise<UsageTotals> {
  const [row] = await db.execute<UsageTotals & Record<string, unknown>>(sql`
    select coalesce(sum(used.count), 0)::float8 as requests, coalesce(sum(used.errors), 0)::float8 as errors,
      count(distinct used.operation_id)::int as "operationCount"
    from registry.operation_usage used
    join registry.usage_operations operation on operation.id = used.operation_id
    where operation.variant_id = ${variantId}::uuid
      and used.hour > now() - make_interval(days => ${days}::int)`);
  return row ?? { requests: 0, errors: 0, operationCount: 0 };
}

/** Loads the clients of a period, those with the most requests first. */
export async function loadClients(
  db: PostgresJsDatabase,
  { variantId, days }: VariantPeriod,
): Promise<UsageSummary['clients']> {
  return db.execute<UsageSummary['clients'][number] & Record<string, unknown>>(sql`
    select used.client_name as name, sum(used.count)::float8 as requests
    from registry.operation_usage used
    join registry.usage_operations operation on operation.id = used.operation_id
    where operation.variant_id = ${variantId}::uuid
      and used.hour > now() - make_interval(days => ${days}::int)
    group by 1 order by 2 desc, 1 limit ${maxClients}`);
}

/** Loads the newest hour of which requests were reported, as RFC 3339; null if none is known. */
export async function loadLastReport(
  db: PostgresJsDatabase,
  { variantId }: VariantPeriod,
): Promise<string | null> {
  const [row] = await db.execute<{ readonly at: string | null }>(sql`
    select to_char(max(seen_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
    from registry.usage_operations where variant_id = ${variantId}::uuid`);
  return row?.at ?? null;
}
