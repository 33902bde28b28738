import type { ImportInvoice } from '../mapping/import-invoice.ts';
import type { CustomerMatches } from './thread-messages.ts';

/** More names than this are forgotten all at once, so that a file with a new name in each row needs no more memory. */
const maxNames = 50_000;

/** What a reading thread knows of customers. */
export class KnownCustomers {
  /** The id by name; undefined for a name that nobody or more than one has. */
  readonly #byName = new Map<string, string | undefined>();
  /** Whether an id exists. */
  readonly #byId = new Map<string, boolean>();

  /** The ids and names of these invoices that nobody has asked about yet. */
  findUnknown(invoices: readonly ImportInvoice[]): { ids: string[]; names: string[] } {
    if (this.#byName.size + this.#byId.size > maxNames) {
      this.#byName.clear();
      this.#byId.clear();
    }
    const ids = new Set<string>();
    const names = new Set<string>();
    for (const { customerId, customerName } of invoices) {
      if (customerId !== null && !this.#byId.has(customerId)) ids.add(copy(customerId));
      if (!this.#byName.has(customerName)) names.add(copy(customerName));
    }
    return { ids: [...ids], names: [...names] };
  }

  /** Remembers the answer to a question. */
  learn({ ids, names }: { ids: readonly string[]; names: readonly string[] }, found: CustomerMatches): void {
    for (const id of ids) this.#byId.set(id, found.byId.has(id));
    for (const name of names) this.#byName.set(name, found.byName.get(name));
  }

  /** The customer's id: the one that the file gives, if it exists, else that of who alone has the name. */
  find({ customerId, customerName }: ImportInvoice): string | undefined {
    if (customerId !== null && this.#byId.get(customerId) === true) return customerId;
    return this.#byName.get(customerName);
  }
}

/** A text in memory of its own: a cell would keep the whole chunk that it was read from. */
function copy(text: string): string {
  return Buffer.from(text).toString();
}
