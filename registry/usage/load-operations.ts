import type { Sql } from 'postgres';
import { toPgArray } from '#platform/database/pg-array.ts';

/** A period; hours and days count whole. */
export interface UsageWindow {
  readonly from: Date;
  readonly to: Date;
  /** Names of clients whose requests do not count. */
  readonly excludedClients?: readonly string[];
}

/** An operation with its requests in a period, without their coordinates. */
interface UsedOperation {
  /** Of its row. */
  readonly id: string;
  readonly hash: string;
  readonly name: string | undefined;
  readonly text: string;
  readonly areInputsKnown: boolean;
  readonly count: number;
  /** Those with the most requests first. */
  readonly clients: readonly { readonly name: string; readonly count: number }[];
}

/** The operations of a period. */
export interface UsedOperations {
  /** The most frequent ones. */
  readonly operations: readonly UsedOperation[];
  /** All requests, also of operations that are left out. */
  readonly requests: number;
  /** True if there are more operations than asked for. */
  readonly isCut: boolean;
}

interface Row {
  readonly id: string;
  readonly hash: string;
  readonly name: string | null;
  readonly text: string;
  readonly areInputsKnown: boolean;
  readonly count: string;
  readonly clients: readonly { readonly name: string; readonly count: number }[];
  readonly requests: string;
  readonly operations: string;
}

/** Loads the operations of a variant that clients sent in a period, the most frequent ones first. */
export async function loadOperations(
  sql: Sql,
  variantId: string,
  { from, to, excludedClients = [] }: UsageWindow,
  maxOperations: number,
): Promise<UsedOperations> {
  const rows = await sql<Row[]>`
    with by_client as (
      select used.operation_id, used.client_name, sum(used.count) as count
      from registry.operation_usage used
      join registry.usage_operations operation on operation.id = used.operation_id
      where operation.variant_id = ${variantId}
        and used.hour >= date_trunc('hour', ${from.toISOString()}::timestamptz) and used.hour <= ${to.toISOString()}
        and used.client_name <> all(${toPgArray(excludedClients)}::text::text[])
      group by 1, 2
    ),
    by_operation as (
      select operation_id, sum(count) as count,
        jsonb_agg(jsonb_build_object('name', client_name, 'count', count) order by count desc, client_name) as clients,
        sum(sum(count)) over () as requests, count(*) over () as operations
      from by_client group by 1 order by 2 desc, 1 limit ${maxOperations}
    )
    select operation.id::text, operation.hash, operation.name, operation.text,
      operation.are_inputs_known as "areInputsKnown", used.count::text, used.clients,
      used.requests::text, used.operations::text
    from by_operation used join registry.usage_operations operation on operation.id = used.operation_id
    order by used.count desc, operation.id`;
  return {
    operations: rows.map(({ name, count, requests: _requests, operations: _all, ...row }) => ({
      ...row,
      name: name ?? undefined,
      count: Number(count),
    })),
    requests: Number(rows[0]?.requests ?? 0),
    isCut: Number(rows[0]?.operations ?? 0) > rows.length,
  };
}

/** The coordinates that are asked for. */
export interface CoordinateChoice {
  readonly exact: readonly string[];
  /** Types of which every member counts. */
  readonly types: readonly string[];
}

/**
 * Loads how often operations used some coordinates in a period, by the id of the operation. Of an operation whose inputs are
 * not known come the arguments as well, since they tell what it may send.
 */
export async function loadCoordinates(
  sql: Sql,
  variantId: string,
  { from, to, excludedClients = [] }: UsageWindow,
  { exact, types }: CoordinateChoice,
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const rows = await sql<{ id: string; coordinate: string; count: string }[]>`
    select used.operation_id::text as id, used.coordinate, sum(used.count)::text as count
    from registry.coordinate_usage used
    join registry.usage_operations operation on operation.id = used.operation_id
    where operation.variant_id = ${variantId}
      and used.day >= (${from.toISOString()}::timestamptz at time zone 'UTC')::date
      and used.day <= (${to.toISOString()}::timestamptz at time zone 'UTC')::date
      and used.client_name <> all(${toPgArray(excludedClients)}::text::text[])
      and (
        used.coordinate = any(${toPgArray(exact)}::text::text[])
        or split_part(used.coordinate, '.', 1) = any(${toPgArray(types)}::text::text[])
        or (not operation.are_inputs_known and used.coordinate like '%:)')
      )
    group by 1, 2`;
  const found = new Map<string, Map<string, number>>();
  for (const { id, coordinate, count } of rows) {
    const known = found.get(id) ?? new Map<string, number>();
    known.set(coordinate, Number(count));
    found.set(id, known);
  }
  return found;
}
