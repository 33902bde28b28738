import { isUuid } from '#platform/database/uuid.ts';
import type { UnitPrice } from '#schema/unit-price.ts';

/** Whether something of another context is in use. */
type ReferenceStatus = 'ACTIVE' | 'ARCHIVED';

/** Of a customer, what an invoice needs. */
export interface InvoicedCustomer {
  readonly id: string;
  readonly status: ReferenceStatus;
  readonly displayName: string;
  /** The postal address as lines of text, the country last; empty when none is known. */
  readonly addressLines: readonly string[];
  readonly countryCode: string | null;
  readonly taxNumber: string | null;
}

/** Of a product, what an invoice line needs. */
export interface InvoicedProduct {
  readonly id: string;
  readonly status: ReferenceStatus;
  readonly sku: string;
  readonly name: string;
  readonly unit: string;
  readonly unitPrice: UnitPrice;
  /** Thousandths of a percent. */
  readonly taxRateMilli: number;
}

/** Reads an id in the form in which ids are compared and kept; undefined when nothing can have it. */
export function parseId(id: string): string | undefined {
  return isUuid(id) ? id.toLowerCase() : undefined;
}
