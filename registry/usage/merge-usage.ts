import type { Sql } from 'postgres';
import type { UsageRow } from './usage-rows.ts';

/** One report, of a gateway for a variant. */
export interface StoredReport {
  /** The same when it is sent again. */
  readonly id: string;
  readonly variantId: string;
  /** True if the coordinates tell what was sent of inputs. */
  readonly areInputsKnown: boolean;
  /** One for each operation, hour and client with its version. */
  readonly rows: readonly UsageRow[];
}

/**
 * Adds a report to what is known, in one statement: all of it or nothing, and nothing if it was taken before. Rows are written
 * in one order, so that reports that come at the same time wait for each other and never for a circle.
 *
 * @returns false if the report was taken before
 */
export async function mergeUsage(sql: Sql, report: StoredReport): Promise<boolean> {
  const [taken] = await sql<{ reports: number }[]>`
    with report as (
      insert into registry.usage_reports (id, variant_id) values (${report.id}, ${report.variantId})
      on conflict (id) do nothing
      returning variant_id
    ),
    periods as materialized (
      select report.variant_id, period.*
      from report
      cross join jsonb_to_recordset(${JSON.stringify(report.rows)}::text::jsonb) as period (
        hash text, name text, text text, hour timestamptz, "clientName" text, "clientVersion" text,
        count bigint, errors bigint, latency jsonb, coordinates jsonb
      )
    ),
    operations as (
      insert into registry.usage_operations (variant_id, hash, name, text, are_inputs_known, seen_at)
      select distinct on (hash) variant_id, hash, name, text, ${report.areInputsKnown}, max(hour) over (partition by hash)
      from periods
      order by hash
      on conflict (variant_id, hash) do update set seen_at = greatest(usage_operations.seen_at, excluded.seen_at)
      returning id, hash
    ),
    usage as (
      insert into registry.operation_usage (operation_id, hour, client_name, client_version, count, errors, latency)
      select operations.id, hour, "clientName", "clientVersion", count, errors,
        array(select bucket::bigint from jsonb_array_elements_text(latency) with ordinality as each (bucket, position)
          order by position)
      from periods join operations on operations.hash = periods.hash
      order by operations.id, hour, "clientName", "clientVersion"
      on conflict (operation_id, hour, client_name, client_version) do update set
        count = operation_usage.count + excluded.count,
        errors = operation_usage.errors + excluded.errors,
        latency = array(
          select coalesce(old, 0) + coalesce(new, 0)
          from unnest(operation_usage.latency, excluded.latency) with ordinality as bucket (old, new, position)
          order by position
        )
    ),
    coordinates as (
      insert into registry.coordinate_usage (operation_id, coordinate, day, client_name, count)
      select operations.id, used.coordinate, (hour at time zone 'UTC')::date, "clientName", sum(used.count::bigint)
      from periods
      join operations on operations.hash = periods.hash
      cross join jsonb_each_text(periods.coordinates) as used (coordinate, count)
      group by 1, 2, 3, 4
      order by 1, 2, 3, 4
      on conflict (operation_id, coordinate, day, client_name) do update set
        count = coordinate_usage.count + excluded.count
    )
    select count(*)::int as reports from report`;
  return taken?.reports === 1;
}
