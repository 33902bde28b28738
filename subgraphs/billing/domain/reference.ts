import type { Address } from '#kernel/address-input.ts';
import type { InputProblems } from '#kernel/input-problems.ts';
import { isUuid } from '#platform/database/uuid.ts';
import type { TaxTreatment } from '#schema/tax-category.ts';
import type { UnitPrice } from '#schema/unit-price.ts';
import type { CustomerLanguage } from '../generated/types.ts';

/** The state of an object of another context. */
type ReferenceStatus = 'ACTIVE' | 'ARCHIVED';

/** The parts of the address and the numbers of a customer that an invoice freezes, beside name, lines of address and tax number. */
export interface CustomerIdentity {
  readonly address: Address | null;
  readonly siren: string | null;
  readonly siret: string | null;
  /** The address of electronic invoices, by the EAS list; null if it is the SIREN in the French directory. */
  readonly electronicAddress: { readonly scheme: string; readonly id: string } | null;
}

/** The part of a customer that an invoice needs. */
export interface InvoicedCustomer {
  readonly id: string;
  readonly status: ReferenceStatus;
  readonly displayName: string;
  /** The postal address as lines of text, the country last; empty if no address is known. */
  readonly addressLines: readonly string[];
  readonly countryCode: string | null;
  readonly taxNumber: string | null;
  /** Null for the seller's. */
  readonly language: CustomerLanguage | null;
  readonly identity: CustomerIdentity;
}

/** The part of a product that an invoice line needs. */
export interface InvoicedProduct extends TaxTreatment {
  readonly id: string;
  readonly status: ReferenceStatus;
  readonly sku: string;
  readonly name: string;
  readonly unit: string;
  readonly unitPrice: UnitPrice;
  /** True if it has a stock that an invoice takes from. */
  readonly isStockTracked: boolean;
}

/** Converts an id to the form in which ids are compared and stored; undefined if it is not a UUID. */
export function parseId(id: string): string | undefined {
  return isUuid(id) ? id.toLowerCase() : undefined;
}

/** Gives the customer that was looked up; that it does not exist or is archived is noted. */
export function findActiveCustomer(
  customer: InvoicedCustomer | undefined,
  problems: InputProblems,
): InvoicedCustomer | undefined {
  if (customer === undefined) problems.add('NOT_FOUND', 'There is no customer with this id.');
  else if (customer.status !== 'ACTIVE')
    problems.add('WRONG_STATE', 'The customer is archived; restore it or take another one.');
  return customer;
}

/** Finds a product among those that were looked up; that it does not exist or is archived is noted. */
export function findActiveProduct(
  givenId: string,
  products: ReadonlyMap<string, InvoicedProduct>,
  problems: InputProblems,
): InvoicedProduct | undefined {
  const id = parseId(givenId);
  const product = id === undefined ? undefined : products.get(id);
  if (product === undefined) problems.add('NOT_FOUND', 'There is no product with this id.');
  else if (product.status !== 'ACTIVE')
    problems.add('WRONG_STATE', `The product ${product.sku} is archived; restore it or take another one.`);
  return product;
}
