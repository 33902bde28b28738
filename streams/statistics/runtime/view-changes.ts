import type { ImportedTotal } from '#schema/facturation/imported-totals.ts';
import { toMessageKey } from '#schema/facturation/message.ts';
import type { Windowed } from '../../engine/record.ts';
import { isOutputOf, type Output } from '../../engine/topic.ts';
import {
  addCustomerFigures,
  type CustomerFigures,
  toCustomerFigures,
  toImportedFigures,
} from '../topology/customer-figures.ts';
import { addFigures, type Figures, noFigures } from '../topology/figures.ts';
import type { Invoice } from '../topology/invoice.ts';
import {
  type CustomerKey,
  customerInvoicesTopic,
  slicesTopic,
  totalsTopic,
  windowsTopic,
} from '../topology/invoice-topology.ts';
import { type Origin, type Series, seriesSerde, toOrigin } from '../topology/series.ts';

/** A figure of one currency and origin. */
export interface OriginFigures extends Figures {
  /** ISO 4217. */
  readonly currency: string;
  readonly origin: Origin;
}

/** A figure of a window. */
export interface WindowFigures extends OriginFigures {
  readonly startMs: number;
  readonly sizeMs: number;
}

/** The last value of each of a partition's figures that changed, and what other figures grew by. */
export interface ViewChanges {
  readonly totals: readonly OriginFigures[];
  readonly windows: readonly WindowFigures[];
  /** What imports brought and undos removed, by currency; to be added to what is stored. */
  readonly imported: readonly OriginFigures[];
  /** To be added to what is stored. */
  readonly customers: readonly (CustomerFigures & CustomerKey)[];
}

/** Values by a first and a second key. */
class Grid<First, Value> {
  readonly #rows = new Map<First, Map<string, Value>>();
  #lastKey: First | undefined;
  #lastRow: Map<string, Value> | undefined;

  set(first: First, second: string, value: Value): void {
    this.#rowOf(first).set(second, value);
  }

  get(first: First, second: string): Value | undefined {
    return this.#rowOf(first).get(second);
  }

  values(): Value[] {
    return Array.from(this.#rows.values(), (row) => [...row.values()]).flat();
  }

  /** The same row comes often several times in a row. */
  #rowOf(first: First): Map<string, Value> {
    if (this.#lastRow !== undefined && this.#lastKey === first) return this.#lastRow;
    const row = this.#rows.get(first) ?? new Map<string, Value>();
    this.#rows.set(first, row);
    this.#lastKey = first;
    this.#lastRow = row;
    return row;
  }
}

/** Keeps of many updates of a figure the last, as only that one is stored; and sums the invoices of each customer. */
export class ViewCollector {
  readonly #totals = new Map<string, Output<Series, Figures>>();
  readonly #windows = new Grid<number, Output<Windowed<Series>, Figures>>();
  readonly #slices = new Grid<number, Output<Windowed<Series>, Figures>>();
  readonly #customers = new Grid<string, CustomerKey & CustomerFigures>();
  readonly #imported = new Map<string, Figures>();

  collect(output: Output): void {
    if (isOutputOf(output, totalsTopic)) collectTotal(this.#totals, output);
    else if (isOutputOf(output, windowsTopic)) collectWindow(this.#windows, output);
    else if (isOutputOf(output, slicesTopic)) collectWindow(this.#slices, output);
    else if (isOutputOf(output, customerInvoicesTopic)) this.#addToCustomer(output);
  }

  /**
   * Imported invoices are in no window: most were issued long ago, and those of a whole ledger at once are not what was
   * invoiced in the last seconds.
   */
  addImported(totals: readonly ImportedTotal[], nowMs: number): void {
    for (const total of totals) {
      const { currency } = total;
      this.#imported.set(currency, addFigures(this.#imported.get(currency) ?? noFigures, total));
      this.#addFigures({ customerKey: toMessageKey(total), currency }, toImportedFigures(total, nowMs));
    }
  }

  changes(): ViewChanges {
    return {
      totals: present([...this.#totals.values()], (series, figures) => ({
        ...toColumns(series),
        ...figures,
      })),
      windows: present(
        [...this.#windows.values(), ...this.#slices.values()],
        ({ key: series, startMs, endMs }, figures) => ({
          ...toColumns(series),
          startMs,
          sizeMs: endMs - startMs,
          ...figures,
        }),
      ),
      imported: Array.from(this.#imported, ([currency, figures]) => ({
        currency,
        origin: 'IMPORTED',
        ...figures,
      })),
      customers: this.#customers.values(),
    };
  }

  #addToCustomer({ key, value, timestampMs }: Output<CustomerKey, Invoice>): void {
    if (key !== null && value !== null) this.#addFigures(key, toCustomerFigures(value, timestampMs));
  }

  #addFigures({ customerKey, currency }: CustomerKey, added: CustomerFigures): void {
    const before = this.#customers.get(customerKey, currency);
    const figures = before === undefined ? added : addCustomerFigures(before, added);
    this.#customers.set(customerKey, currency, { customerKey, currency, ...figures });
  }
}

function collectTotal(rows: Map<string, Output<Series, Figures>>, output: Output<Series, Figures>): void {
  if (output.key !== null) rows.set(seriesSerde.toText(output.key), output);
}

function collectWindow(
  grid: Grid<number, Output<Windowed<Series>, Figures>>,
  output: Output<Windowed<Series>, Figures>,
): void {
  if (output.key !== null) grid.set(output.key.startMs, seriesSerde.toText(output.key.key), output);
}

function toColumns(series: Series): Pick<OriginFigures, 'currency' | 'origin'> {
  return { currency: series.currency, origin: toOrigin(series) };
}

/** The updates as rows. No figure of these ever ends, so that each has a key and a value. */
function present<K, V, Row>(outputs: readonly Output<K, V>[], toRow: (key: K, value: V) => Row): Row[] {
  return outputs.flatMap(({ key, value }) => (key === null || value === null ? [] : [toRow(key, value)]));
}
