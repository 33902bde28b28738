import type { ImportInvoice } from '../../mapping/import-invoice.ts';
import type { CustomerMatches } from '../reading/thread-messages.ts';
import { parseUuid } from './uuid-bytes.ts';

/** More names than this are forgotten all at once, so that a file with a new name in each row needs no more memory. */
const maxNames = 50_000;

/** What `find` answers when nobody has asked yet. */
export const unasked = Symbol('unasked');

/** What a reading thread knows of customers: their ids, as sixteen bytes. */
export class KnownCustomers {
  /** The id by name; null for a name that nobody or more than one has. */
  readonly #byName = new Map<string, Uint8Array | null>();
  /** By itself; null for one that does not exist. */
  readonly #byId = new Map<string, Uint8Array | null>();

  /** The id that the file gives, if it exists, else that of who alone has the name; undefined when nobody has. */
  find({ customerId, customerName }: ImportInvoice): Uint8Array | undefined | typeof unasked {
    if (customerId !== null) {
      const own = this.#byId.get(customerId);
      if (own !== null) return own ?? unasked;
    }
    const named = this.#byName.get(customerName);
    return named === undefined ? unasked : (named ?? undefined);
  }

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
    for (const id of ids) this.#byId.set(id, found.byId.has(id) ? parseUuid(id) : null);
    for (const name of names) {
      const id = found.byName.get(name);
      this.#byName.set(name, id === undefined ? null : parseUuid(id));
    }
  }
}

/** A text in memory of its own: a cell would keep the whole chunk that it was read from. */
function copy(text: string): string {
  return Buffer.from(text).toString();
}
