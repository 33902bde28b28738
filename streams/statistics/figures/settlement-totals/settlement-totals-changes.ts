import type { ISql } from 'postgres';
import type { Windowed } from '../../../engine/record.ts';
import { isOutputOf, type Output } from '../../../engine/topic.ts';
import type { FigureChanges } from '../figure.ts';
import { Grid } from '../grid.ts';
import { addSums, emptySum, type InvoiceSum } from '../invoice-sum.ts';
import { toJsonRows } from '../json-rows.ts';
import { keepSlicesMs, keepWindowsMs, sliceMs, windowMs } from '../live-totals/windows.ts';
import { type KindSum, type SettlementSeries, settlementSeriesSerde } from '../settlement.ts';
import { settlementTotalsTopic, settlementWindowsTopic } from './topics.ts';

/** The sum of a window. */
export interface SettlementWindowSum extends KindSum {
  readonly startMs: number;
  readonly sizeMs: number;
}

/** Sums settlements, to be added to the stored sums, and keeps the last of many updates of a window. */
export class SettlementTotalsChanges implements FigureChanges {
  readonly #added = new Map<string, KindSum>();
  /** By start and size. */
  readonly #windows = new Grid<string, Output<Windowed<SettlementSeries>, InvoiceSum>>();

  collect(output: Output): boolean {
    if (isOutputOf(output, settlementTotalsTopic)) {
      if (output.value !== null) this.addSettled(output.value);
    } else if (isOutputOf(output, settlementWindowsTopic)) {
      const { key } = output;
      if (key !== null)
        this.#windows.set(`${key.startMs} ${key.endMs}`, settlementSeriesSerde.toText(key.key), output);
    } else return false;
    return true;
  }

  /** The sums to be added to those of all time. */
  totals(): KindSum[] {
    return [...this.#added.values()];
  }

  /** The last value of each window and slice that changed. */
  windows(): SettlementWindowSum[] {
    return this.#windows.values().flatMap(({ key, value }) => {
      if (key === null || value === null) return [];
      const { startMs, endMs } = key;
      return [{ ...key.key, startMs, sizeMs: endMs - startMs, ...value }];
    });
  }

  write(tx: ISql, partition: number): Promise<unknown>[] {
    const totals = this.totals();
    const windows = this.windows();
    return [
      ...(totals.length > 0 ? [addToTotals(tx, partition, totals)] : []),
      ...(windows.length > 0
        ? [
            writeWindows(tx, partition, windows),
            deleteBefore(tx, partition, windowMs, keepWindowsMs),
            deleteBefore(tx, partition, sliceMs, keepSlicesMs),
          ]
        : []),
    ];
  }

  /** Sums are in no window: a file of payments is not what was paid in the last seconds. */
  addSettled({ currency, kind, count, amountMinor }: KindSum): void {
    const sum = { count, amountMinor };
    const key = settlementSeriesSerde.toText({ currency, kind });
    this.#added.set(key, { currency, kind, ...addSums(this.#added.get(key) ?? emptySum, sum) });
  }
}

function addToTotals(tx: ISql, partition: number, rows: readonly KindSum[]): Promise<unknown> {
  return tx`
    insert into settlement_totals as stored (partition, currency, kind, count, amount_minor)
    select ${partition}, currency, kind, count, "amountMinor"
    from json_to_recordset(${toJsonRows(rows)}::text::json)
      as added(currency text, kind text, count bigint, "amountMinor" numeric)
    on conflict (partition, currency, kind) do update set
      count = stored.count + excluded.count, amount_minor = stored.amount_minor + excluded.amount_minor`;
}

function writeWindows(tx: ISql, partition: number, rows: readonly SettlementWindowSum[]): Promise<unknown> {
  return tx`
    insert into settlement_windows (partition, size_ms, start_ms, currency, kind, count, amount_minor)
    select ${partition}, "sizeMs", "startMs", currency, kind, count, "amountMinor"
    from json_to_recordset(${toJsonRows(rows)}::text::json)
      as win("sizeMs" int, "startMs" bigint, currency text, kind text, count bigint, "amountMinor" numeric)
    on conflict (partition, size_ms, start_ms, currency, kind)
      do update set count = excluded.count, amount_minor = excluded.amount_minor`;
}

/** Deletes the windows that are older than the newest by more than so many milliseconds. */
function deleteBefore(tx: ISql, partition: number, sizeMs: number, keepMs: number): Promise<unknown> {
  return tx`
    delete from settlement_windows where partition = ${partition} and size_ms = ${sizeMs} and start_ms < (
      select max(start_ms) from settlement_windows where partition = ${partition} and size_ms = ${sizeMs}) - ${keepMs}::int`;
}
