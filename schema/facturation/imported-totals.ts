import type { z } from 'zod';
import {
  createSumForm,
  createSumsForm,
  type DecodedSums,
  decodeSums,
  type ImportedSum,
  safeInteger,
  toSumsJsonSchema,
  toSumValue,
} from './imported-sums.ts';

/** The type of the CloudEvent that tells what imports add up to; invoices themselves have another. */
export const importedTotalsType = 'facturation.invoices.imported.v1';

/**
 * The sum of imported invoices of one customer and currency, with tax, and their number, credit notes included. A sum below
 * zero takes back what an undo removed. The name is that on the invoice issued last.
 */
export interface ImportedTotal extends ImportedSum {
  /** When the last of these invoices was issued, in milliseconds since 1970; absent if they were removed. */
  readonly latestIssuedAtMs?: number;
}

const totalForm = createSumForm({
  count: 'How many invoices, credit notes among them; below zero if they were removed.',
  amountMinor: "The sum of the invoices' totals with tax, in the currency's smallest unit.",
}).extend({
  latestIssuedAtMs: safeInteger.nullish().meta({
    description:
      'When the last of these invoices was issued, in milliseconds since 1970; null or absent if they were removed.',
  }),
});

const wireForm = createSumsForm(totalForm);

/** The form on the wire as a JSON Schema, without its header. */
export function importedTotalsJsonSchema(): object {
  return toSumsJsonSchema(wireForm);
}

/** Tests if a record with these headers carries totals of imported invoices, and no invoice. */
export function isImportedTotals(headers: Readonly<Record<string, string>>): boolean {
  return headers['ce_type'] === importedTotalsType;
}

/** Reads the totals of an event, or its problems, at most 20. Members that are not known do not count. */
export function decodeImportedTotals(bytes: Uint8Array): DecodedSums<ImportedTotal> {
  return decodeSums(bytes, wireForm, toTotal);
}

function toTotal(wire: z.infer<typeof totalForm>): ImportedTotal {
  const { latestIssuedAtMs } = wire;
  return { ...toSumValue(wire), ...(latestIssuedAtMs != null && { latestIssuedAtMs }) };
}
