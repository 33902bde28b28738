import type { UnitPrice } from '#schema/unit-price.ts';

/** Whether something of another context is in use. */
export type ReferenceStatus = 'ACTIVE' | 'ARCHIVED';

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

const uuidForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads an id in the form in which ids are compared and kept; undefined when nothing can have it. */
export function parseId(id: string): string | undefined {
  const lower = id.toLowerCase();
  return uuidForm.test(lower) ? lower : undefined;
}
