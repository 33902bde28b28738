import type { EInvoice } from '#documents/model/e-invoice.ts';
import type { SellerParty } from '#documents/model/party.ts';
import type { RowProblem } from '../row-problem.ts';

/**
 * Makes sure that the documents of a load are invoices of one seller: one of those that the mapping names, or else that of the first document.
 * An invoice of a supplier is not one of the ledger.
 */
export class SellerCheck {
  readonly #wanted: ReadonlySet<string> | undefined;
  #first: { readonly keys: ReadonlySet<string>; readonly name: string } | undefined;

  /** @param sellers VAT ids, SIRENs, SIRETs or other numbers of the seller; undefined if the mapping names none */
  constructor(sellers: readonly string[] | undefined) {
    this.#wanted = sellers && new Set(sellers.map(toKey));
  }

  /** Returns the problem of a document of another seller. */
  find({ seller }: EInvoice): RowProblem | undefined {
    const keys = toKeys(seller);
    if (this.#wanted !== undefined) {
      const isWanted = [...keys].some((key) => this.#wanted?.has(key) === true);
      return isWanted ? undefined : toProblem(seller, `those of the load: ${[...this.#wanted].join(', ')}`);
    }
    this.#first ??= { keys, name: seller.name };
    const { keys: known, name } = this.#first;
    if ([...keys].some((key) => known.has(key))) return undefined;
    return toProblem(seller, `that of the documents before, ${JSON.stringify(name)}`);
  }
}

function toProblem({ name }: SellerParty, right: string): RowProblem {
  const message = `BT-27 is ${JSON.stringify(name)}, and none of its numbers is one of ${right}; the ledger has the invoices of one seller`;
  return { column: 'BT-27', code: 'OTHER_SELLER', message };
}

/** The numbers of a seller; its name only if it has none. */
function toKeys({ name, vatId, legalId, taxRegistrationId, identifiers = [] }: SellerParty): Set<string> {
  const numbers = [vatId, legalId?.id, taxRegistrationId, ...identifiers.map(({ id }) => id)];
  const keys = numbers.flatMap((number) => (number === undefined ? [] : toKey(number)));
  return new Set(keys.length === 0 ? [toKey(name)] : keys);
}

/** Numbers are written with blanks and points, or without. */
function toKey(text: string): string {
  return text.replace(/[\s.]/g, '').toUpperCase();
}
