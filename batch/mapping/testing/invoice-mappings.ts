import assert from 'node:assert/strict';
import { findMapping } from '../find-mapping.ts';
import type { InvoiceMapping } from '../invoice-mapping.ts';
import { isPaymentMapping, type Mapping } from '../mapping.ts';

/** Loads a mapping that makes invoices. */
export async function findInvoiceMapping(nameOrFile: string): Promise<InvoiceMapping> {
  return toInvoiceMapping(await findMapping(nameOrFile));
}

/** Asserts that a mapping makes invoices. */
export function toInvoiceMapping(mapping: Mapping | undefined): InvoiceMapping {
  assert.ok(mapping !== undefined && !isPaymentMapping(mapping));
  return mapping;
}
