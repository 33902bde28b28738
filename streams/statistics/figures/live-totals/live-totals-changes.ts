import type { ISql } from 'postgres';
import type { ImportedTotal } from '#schema/facturation/imported-totals.ts';
import type { Windowed } from '../../../engine/record.ts';
import { isOutputOf, type Output } from '../../../engine/topic.ts';
import type { FigureChanges } from '../figure.ts';
import { Grid } from '../grid.ts';
import { addSums, emptySum, type InvoiceSum } from '../invoice-sum.ts';
import { toJsonRows } from '../json-rows.ts';
import { type OriginSum, type Series, seriesSerde, toOrigin } from './series.ts';
import { slicesTopic, totalsTopic, windowsTopic } from './topics.ts';
import { keepSlicesMs, keepWindowsMs, sliceMs, windowMs } from './windows.ts';

/** The sum of a window. */
export interface WindowSum extends OriginSum {
  readonly startMs: number;
  readonly sizeMs: number;
}

/** Keeps the last of many updates of a sum, because only that one is stored. */
export class LiveTotalsChanges implements FigureChanges {
  readonly #totals = new Map<string, Output<Series, InvoiceSum>>();
  readonly #windows = new Grid<number, Output<Windowed<Series>, InvoiceSum>>();
  readonly #slices = new Grid<number, Output<Windowed<Series>, InvoiceSum>>();
  /** To be added to the stored sums. */
  readonly #imported = new Map<string, InvoiceSum>();

  collect(output: Output): boolean {
    if (isOutputOf(output, totalsTopic)) collectTotal(this.#totals, output);
    else if (isOutputOf(output, windowsTopic)) collectWindow(this.#windows, output);
    else if (isOutputOf(output, slicesTopic)) collectWindow(this.#slices, output);
    else return false;
    return true;
  }

  /**
   * Imported invoices are in no window: most were issued long ago, and those of a whole ledger at once were not
   * invoiced in the last seconds.
   */
  addImported(total: ImportedTotal): void {
    this.#imported.set(total.currency, addSums(this.#imported.get(total.currency) ?? emptySum, total));
  }

  /** The last value of each total that changed. */
  totals(): OriginSum[] {
    return present([...this.#totals.values()], (series, sum) => ({ ...toColumns(series), ...sum }));
  }

  /** The last value of each window and slice that changed. */
  windows(): WindowSum[] {
    return present(
      [...this.#windows.values(), ...this.#slices.values()],
      ({ key: series, startMs, endMs }, sum) => ({
        ...toColumns(series),
        startMs,
        sizeMs: endMs - startMs,
        ...sum,
      }),
    );
  }

  write(tx: ISql, partition: number, streamTimeMs: number): Promise<unknown>[] {
    const statements: Promise<unknown>[] = [];
    const changedTotals = this.totals();
    if (changedTotals.length > 0) statements.push(writeTotals(tx, partition, changedTotals));
    if (this.#imported.size > 0) {
      const imported = Array.from(this.#imported, ([currency, sum]) => ({ currency, ...sum }));
      statements.push(addImportedTotals(tx, partition, imported));
    }
    const changedWindows = this.windows();
    if (changedWindows.length > 0) {
      statements.push(
        writeWindows(tx, partition, changedWindows),
        deleteBefore(tx, partition, windowMs, streamTimeMs - keepWindowsMs),
        deleteBefore(tx, partition, sliceMs, streamTimeMs - keepSlicesMs),
      );
    }
    return statements;
  }
}

function collectTotal(
  rows: Map<string, Output<Series, InvoiceSum>>,
  output: Output<Series, InvoiceSum>,
): void {
  if (output.key !== null) rows.set(seriesSerde.toText(output.key), output);
}

function collectWindow(
  grid: Grid<number, Output<Windowed<Series>, InvoiceSum>>,
  output: Output<Windowed<Series>, InvoiceSum>,
): void {
  if (output.key !== null) grid.set(output.key.startMs, seriesSerde.toText(output.key.key), output);
}

function toColumns(series: Series): Pick<OriginSum, 'currency' | 'origin'> {
  return { currency: series.currency, origin: toOrigin(series) };
}

/** The updates as rows. Sums never end, so each update has a key and a value. */
function present<K, V, Row>(outputs: readonly Output<K, V>[], toRow: (key: K, value: V) => Row): Row[] {
  return outputs.flatMap(({ key, value }) => (key === null || value === null ? [] : [toRow(key, value)]));
}

function writeTotals(tx: ISql, partition: number, rows: readonly OriginSum[]): Promise<unknown> {
  return tx`
    insert into totals (partition, currency, origin, count, amount_minor)
    select ${partition}, currency, origin, count, "amountMinor"
    from json_to_recordset(${toJsonRows(rows)}::text::json)
      as total(currency text, origin text, count bigint, "amountMinor" numeric)
    on conflict (partition, currency, origin)
      do update set count = excluded.count, amount_minor = excluded.amount_minor`;
}

function addImportedTotals(
  tx: ISql,
  partition: number,
  rows: readonly (InvoiceSum & { currency: string })[],
): Promise<unknown> {
  return tx`
    insert into totals as stored (partition, currency, origin, count, amount_minor)
    select ${partition}, currency, 'IMPORTED', count, "amountMinor"
    from json_to_recordset(${toJsonRows(rows)}::text::json)
      as added(currency text, count bigint, "amountMinor" numeric)
    on conflict (partition, currency, origin) do update set
      count = stored.count + excluded.count, amount_minor = stored.amount_minor + excluded.amount_minor`;
}

function writeWindows(tx: ISql, partition: number, rows: readonly WindowSum[]): Promise<unknown> {
  return tx`
    insert into windows (partition, size_ms, start_ms, currency, origin, count, amount_minor)
    select ${partition}, "sizeMs", "startMs", currency, origin, count, "amountMinor"
    from json_to_recordset(${toJsonRows(rows)}::text::json)
      as win("sizeMs" int, "startMs" bigint, currency text, origin text, count bigint, "amountMinor" numeric)
    on conflict (partition, size_ms, start_ms, currency, origin)
      do update set count = excluded.count, amount_minor = excluded.amount_minor`;
}

function deleteBefore(tx: ISql, partition: number, sizeMs: number, timeMs: number): Promise<unknown> {
  return tx`delete from windows where partition = ${partition} and size_ms = ${sizeMs} and start_ms < ${timeMs}`;
}
