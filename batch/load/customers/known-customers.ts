import type { ImportInvoice } from '../../mapping/import-invoice.ts';
import type { CustomerMatches } from '../reading/thread-messages.ts';

/** The maximum number of names; more are forgotten all at once, so that a file with a new name in each row needs no more memory. */
const maxNames = 50_000;

/** The answer of `find` for a customer that has not been looked up yet. */
export const unasked = Symbol('unasked');

/** The customer ids that a reading thread has looked up, as sixteen bytes. */
export class KnownCustomers {
  /** The id by name; null if no customer or several customers have the name. */
  readonly #byName = new Map<string, Uint8Array | null>();
  /** The id's bytes by its text; null if there is no such customer. */
  readonly #byId = new Map<string, Uint8Array | null>();

  /**
   * The id that the file gives, if such a customer exists; otherwise the id of the only customer with that name;
   * undefined if there is none.
   */
  find({ customerId, customerName }: ImportInvoice): Uint8Array | undefined | typeof unasked {
    if (customerId !== null) {
      const own = this.#byId.get(customerId);
      if (own !== null) return own ?? unasked;
    }
    const named = this.#byName.get(customerName);
    return named === undefined ? unasked : (named ?? undefined);
  }

  /** The ids and names of these invoices that have not been looked up yet. */
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

  /** Remembers the answer to a lookup. */
  learn({ ids, names }: { ids: readonly string[]; names: readonly string[] }, found: CustomerMatches): void {
    for (const id of ids) this.#byId.set(id, found.byId.has(id) ? toUuidBytes(id) : null);
    for (const name of names) {
      const id = found.byName.get(name);
      this.#byName.set(name, id === undefined ? null : toUuidBytes(id));
    }
  }
}

/** A UUID's sixteen bytes (`xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, RFC 9562 section 4). */
function toUuidBytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll('-', ''), 'hex'));
}

/** A text in memory of its own: a cell would keep the whole chunk that it was read from. */
function copy(text: string): string {
  return Buffer.from(text).toString();
}
