import type { Sql } from 'postgres';
import type { Counted } from '../counted.ts';
import { type CurrencyFigures, toCurrencyFigures } from '../currency-figures.ts';
import type { CurrencySum } from '../invoice-sum.ts';
import { readJsonRows } from '../json-rows.ts';
import { positionsIn, readPositions } from '../read-positions.ts';
import type { Positions } from '../received/positions.ts';
import type { KindSum } from '../settlement.ts';
import { sliceMs, windowMs } from './windows.ts';

/** The live totals for exactly the records before `positions`. */
export interface StoredLiveTotals {
  readonly positions: Positions;
  /** By the clock, in milliseconds since 1970. */
  readonly takenAtMs: number;
  readonly allTime: readonly CurrencyFigures[];
  /** Issued, paid, credited and voided in the last five seconds by the clock; exact to a tenth of a second. */
  readonly sliding: readonly CurrencyFigures[];
}

/** Loads the totals of all time, and those of the last seconds at a moment of the clock, in one statement. */
export async function loadLiveTotals(
  sql: Sql,
  { includeSimulated, nowMs }: Counted & { readonly nowMs: number },
): Promise<StoredLiveTotals> {
  const fromMs = nowMs - windowMs - sliceMs;
  const [row] = await sql<
    { positions: string; totals: string; settled: string; sliding: string; settling: string }[]
  >`
    select ${positionsIn(sql)} as positions,
      (select json_agg(total)::text from (
        select currency, sum(count)::float8 as count, sum(amount_minor)::text as "amountMinor"
        from totals where ${includeSimulated} or origin <> 'SIMULATED'
        group by currency having sum(count) <> 0 or sum(amount_minor) <> 0 order by currency) as total) as totals,
      (select json_agg(total)::text from (
        select currency, kind, sum(count)::float8 as count, sum(amount_minor)::text as "amountMinor"
        from settlement_totals
        group by currency, kind having sum(count) <> 0 or sum(amount_minor) <> 0) as total) as settled,
      (select json_agg(slice)::text from (
        select currency, sum(count)::float8 as count, sum(amount_minor)::text as "amountMinor"
        from partition_progress join windows using (partition)
        where size_ms = ${sliceMs} and start_ms > ${fromMs} and start_ms <= ${nowMs}
          and (${includeSimulated} or origin <> 'SIMULATED')
        group by currency order by currency) as slice) as sliding,
      (select json_agg(slice)::text from (
        select currency, kind, sum(count)::float8 as count, sum(amount_minor)::text as "amountMinor"
        from partition_progress join settlement_windows using (partition)
        where size_ms = ${sliceMs} and start_ms > ${fromMs} and start_ms <= ${nowMs}
        group by currency, kind) as slice) as settling`;
  return {
    positions: readPositions(row?.positions),
    takenAtMs: nowMs,
    allTime: toCurrencyFigures(readJsonRows<CurrencySum>(row?.totals), readJsonRows<KindSum>(row?.settled)),
    sliding: toCurrencyFigures(readJsonRows<CurrencySum>(row?.sliding), readJsonRows<KindSum>(row?.settling)),
  };
}
