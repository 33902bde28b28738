import type DataLoader from 'dataloader';
import { type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import { createEntityLoader } from '#platform/graphql/entity-loader.ts';
import { createListLoader } from '#platform/graphql/list-loader.ts';
import type { VariantPeriod } from './variant-period.ts';

/** Loads the facts of members and operations that are on a page, in one statement for each period of a request. */
export interface UsageLoaders {
  readonly textByOperation: DataLoader<string, { readonly id: string; readonly text: string } | null>;
  /** For one period. */
  of(period: VariantPeriod): PeriodLoaders;
}

/** The loaders of one variant and one period. */
interface PeriodLoaders {
  readonly factsByMember: DataLoader<string, MemberFacts | null>;
  readonly lastUseByMember: DataLoader<string, LastUse | null>;
  readonly clientsByMember: DataLoader<string, readonly ClientsOf[]>;
  readonly clientsByOperation: DataLoader<string, readonly ClientsOf[]>;
  readonly latencyByOperation: DataLoader<string, LatencyOf | null>;
}

interface MemberFacts extends Record<string, unknown> {
  readonly coordinate: string;
  readonly requests: number;
  readonly operations: number;
}

interface LastUse extends Record<string, unknown> {
  readonly coordinate: string;
  readonly day: string;
}

/** A client of a member, by its coordinate, or of an operation, by its hash. */
interface ClientsOf extends Record<string, unknown> {
  readonly of: string;
  readonly name: string;
  readonly requests: number;
  /** The requests of all clients, also of those that are not told. */
  readonly total: number;
}

interface LatencyOf extends Record<string, unknown> {
  readonly hash: string;
  /** By bucket. */
  readonly counts: readonly number[];
}

/** The most clients that are told of a member or of an operation. */
const maxClients = 20;

/** Creates the loaders of usage. */
export function createUsageLoaders(db: PostgresJsDatabase): UsageLoaders {
  const periods = new Map<string, PeriodLoaders>();
  return {
    textByOperation: createEntityLoader(
      (ids) =>
        db.execute<{ readonly id: string; readonly text: string }>(sql`
          select id::text as id, text from registry.usage_operations
          where id = any(${toPgArray(ids)}::text::bigint[])`),
      ({ id }) => id,
    ),
    of(period) {
      const key = `${period.variantId} ${period.days}`;
      const loaders = periods.get(key) ?? createPeriodLoaders(db, period);
      periods.set(key, loaders);
      return loaders;
    },
  };
}

function createPeriodLoaders(db: PostgresJsDatabase, { variantId, days }: VariantPeriod): PeriodLoaders {
  const members = (coordinates: readonly string[]) => sql`
    from registry.coordinate_usage used
    join registry.usage_operations operation on operation.id = used.operation_id
    where operation.variant_id = ${variantId}::uuid
      and used.coordinate = any(${toPgArray(coordinates)}::text::text[])`;
  const inDays = sql`used.day > (now() at time zone 'UTC')::date - ${days}::int`;
  const operations = (hashes: readonly string[]) => sql`
    from registry.operation_usage used
    join registry.usage_operations operation on operation.id = used.operation_id
    where operation.variant_id = ${variantId}::uuid and operation.hash = any(${toPgArray(hashes)}::text::text[])
      and used.hour > now() - make_interval(days => ${days}::int)`;
  return {
    factsByMember: createEntityLoader(
      (coordinates) =>
        db.execute<MemberFacts>(sql`
          select used.coordinate, sum(used.count)::float8 as requests, count(distinct used.operation_id)::int as operations
          ${members(coordinates)} and ${inDays} group by 1`),
      ({ coordinate }) => coordinate,
    ),
    lastUseByMember: createEntityLoader(
      (coordinates) =>
        db.execute<LastUse>(sql`
          select used.coordinate, max(used.day)::text as day ${members(coordinates)} group by 1`),
      ({ coordinate }) => coordinate,
    ),
    clientsByMember: createListLoader(
      (coordinates) =>
        db.execute<ClientsOf>(sql`
          select "of", name, requests, total from (
            select used.coordinate as "of", used.client_name as name, sum(used.count)::float8 as requests,
              (sum(sum(used.count)) over (partition by used.coordinate))::float8 as total,
              row_number() over (partition by used.coordinate order by sum(used.count) desc, used.client_name) as place
            ${members(coordinates)} and ${inDays} group by 1, 2
          ) ranked where place <= ${maxClients} order by 1, place`),
      (row) => row.of,
    ),
    clientsByOperation: createListLoader(
      (hashes) =>
        db.execute<ClientsOf>(sql`
          select "of", name, requests, total from (
            select operation.hash as "of", used.client_name as name, sum(used.count)::float8 as requests,
              (sum(sum(used.count)) over (partition by operation.hash))::float8 as total,
              row_number() over (partition by operation.hash order by sum(used.count) desc, used.client_name) as place
            ${operations(hashes)} group by 1, 2
          ) ranked where place <= ${maxClients} order by 1, place`),
      (row) => row.of,
    ),
    latencyByOperation: createEntityLoader(
      (hashes) =>
        db.execute<LatencyOf>(sql`
          select hash, jsonb_agg(count order by bucket) as counts from (
            select operation.hash, bucket.place as bucket, sum(bucket.count)::float8 as count
            from registry.operation_usage used
            join registry.usage_operations operation on operation.id = used.operation_id
            cross join unnest(used.latency) with ordinality bucket (count, place)
            where operation.variant_id = ${variantId}::uuid and operation.hash = any(${toPgArray(hashes)}::text::text[])
              and used.hour > now() - make_interval(days => ${days}::int)
            group by 1, 2
          ) buckets group by 1`),
      ({ hash }) => hash,
    ),
  };
}
