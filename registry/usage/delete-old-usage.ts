import type { Sql } from 'postgres';

const maxRows = 5_000;
/** Longer than any reporter tries again. */
const reportHours = 48;

/** Deletes some of the usage that is older than so many days, and gives the number of rows; 0 if there is none. */
export async function deleteOldUsage(sql: Sql, days: number): Promise<number> {
  const deleted = await sql<{ rows: number }[]>`
    with coordinates as (
      delete from registry.coordinate_usage where ctid in (
        select ctid from registry.coordinate_usage
        where day < (now() at time zone 'UTC')::date - ${days}::int limit ${maxRows}
      ) returning 1
    ),
    usage as (
      delete from registry.operation_usage where ctid in (
        select ctid from registry.operation_usage
        where hour < now() - make_interval(days => ${days}::int) limit ${maxRows}
      ) returning 1
    ),
    operations as (
      delete from registry.usage_operations where ctid in (
        select ctid from registry.usage_operations
        where seen_at < now() - make_interval(days => ${days + 1}::int) limit ${maxRows}
      ) returning 1
    ),
    reports as (
      delete from registry.usage_reports where ctid in (
        select ctid from registry.usage_reports
        where received_at < now() - make_interval(hours => ${reportHours}::int) limit ${maxRows}
      ) returning 1
    )
    select (select count(*) from coordinates)::int + (select count(*) from usage)::int
      + (select count(*) from operations)::int + (select count(*) from reports)::int as rows`;
  return deleted[0]?.rows ?? 0;
}
