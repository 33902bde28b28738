import type { EInvoice } from '#documents/model/e-invoice.ts';
import type { SellerParty } from '#documents/model/party.ts';
import type { RowProblem } from '../row-problem.ts';

/** The scheme of a SIRET (ISO 6523), which begins with the SIREN. */
const siretScheme = '0009';
const sirenLength = 9;

/** Makes sure that the documents of a load are invoices of its seller. An invoice of a supplier is not one of the ledger. */
export class SellerCheck {
  readonly #wanted: ReadonlySet<string>;

  /** @param sellers VAT ids, SIRENs, SIRETs or other numbers of the seller */
  constructor(sellers: readonly string[]) {
    this.#wanted = new Set(sellers.map(toKey));
  }

  /** Returns the problem of a document of another seller. */
  find({ seller }: EInvoice): RowProblem | undefined {
    if (toKeys(seller).some((key) => this.#wanted.has(key))) return undefined;
    const message = `BT-27 is ${JSON.stringify(seller.name)}, and none of its numbers is one of those of the load: ${[...this.#wanted].join(', ')}; the ledger has the invoices of one seller`;
    return { column: 'BT-27', code: 'OTHER_SELLER', message };
  }
}

/**
 * The numbers of a seller. Numbers of no scheme, which a buyer gives its suppliers, count only if there are no others, and the name if there
 * are none at all.
 */
function toKeys({ name, vatId, legalId, taxRegistrationId, identifiers = [] }: SellerParty): string[] {
  const known = [...(legalId === undefined ? [] : [legalId]), ...identifiers];
  const scoped = known.filter(({ scheme }) => scheme !== undefined);
  const sirens = scoped
    .filter(({ scheme }) => scheme === siretScheme)
    .map(({ id }) => toKey(id).slice(0, sirenLength));
  const keys = [vatId, legalId?.id, taxRegistrationId, ...scoped.map(({ id }) => id), ...sirens];
  const given = keys.filter((key) => key !== undefined);
  if (given.length > 0) return given.map(toKey);
  return identifiers.length > 0 ? identifiers.map(({ id }) => toKey(id)) : [toKey(name)];
}

/** Numbers are written with blanks and points, or without. */
function toKey(text: string): string {
  return text.replace(/[\s.]/g, '').toUpperCase();
}
