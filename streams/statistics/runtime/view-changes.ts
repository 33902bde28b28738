import type { Windowed } from '../../engine/record.ts';
import { isOutputOf, type Output } from '../../engine/topic.ts';
import type { CustomerFigures } from '../topology/customer-figures.ts';
import type { Figures } from '../topology/figures.ts';
import { type CustomerKey, customers, slices, totals, windows } from '../topology/invoice-topology.ts';

/** A figure of a window. */
export interface WindowFigures extends Figures {
  readonly currency: string;
  readonly startMs: number;
  readonly sizeMs: number;
}

/** The last value of each figure that changed. */
export interface ViewChanges {
  readonly totals: readonly (Figures & { readonly currency: string })[];
  readonly windows: readonly WindowFigures[];
  readonly customers: readonly (CustomerFigures & CustomerKey)[];
}

/** Keeps of many updates of a figure the last, as only that one is stored. */
export class ViewCollector {
  readonly #totals = new Map<string, ViewChanges['totals'][number]>();
  readonly #windows = new Map<string, WindowFigures>();
  readonly #customers = new Map<string, ViewChanges['customers'][number]>();

  collect(output: Output): void {
    if (isOutputOf(output, totals)) this.#collectTotal(output);
    else if (isOutputOf(output, windows) || isOutputOf(output, slices)) this.#collectWindow(output);
    else if (isOutputOf(output, customers)) this.#collectCustomer(output);
  }

  changes(): ViewChanges {
    return {
      totals: [...this.#totals.values()],
      windows: [...this.#windows.values()],
      customers: [...this.#customers.values()],
    };
  }

  #collectTotal({ key: currency, value }: Output<string, Figures>): void {
    if (currency !== null && value !== null) this.#totals.set(currency, { currency, ...value });
  }

  #collectWindow({ key, value }: Output<Windowed<string>, Figures>): void {
    if (key === null || value === null) return;
    const { key: currency, startMs, endMs } = key;
    const sizeMs = endMs - startMs;
    this.#windows.set(`${sizeMs}:${startMs}:${currency}`, { currency, startMs, sizeMs, ...value });
  }

  #collectCustomer({ key, value }: Output<CustomerKey, CustomerFigures>): void {
    if (key !== null && value !== null) this.#customers.set(customers.key.toText(key), { ...key, ...value });
  }
}
