import type { Sql } from 'postgres';

const atOnce = 1_000;

/** Applies the rule of retention, which the owner of the trail has set, to some entries, and gives their number. */
export async function applyRetention(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select audit_trail.apply_retention(${atOnce})::int as count`;
  return row?.count ?? 0;
}
