import {
  createSumForm,
  createSumsForm,
  type DecodedSums,
  decodeSums,
  type ImportedSum,
  toSumsJsonSchema,
  toSumValue,
} from './imported-sums.ts';

/** The type of the CloudEvent that tells what payments of files add up to; single payments have another. */
export const importedPaymentsType = 'facturation.payments.imported.v1';

const wireForm = createSumsForm(
  createSumForm({
    count: 'How many payments; below zero if they were taken back.',
    amountMinor:
      "The sum of the payments, in the currency's smallest unit; below zero if they were taken back.",
  }),
);

/** The form on the wire as a JSON Schema, without its header. */
export function importedPaymentsJsonSchema(): object {
  return toSumsJsonSchema(wireForm);
}

/** Tests if a record with these headers carries sums of imported payments. */
export function isImportedPayments(headers: Readonly<Record<string, string>>): boolean {
  return headers['ce_type'] === importedPaymentsType;
}

/** Reads the sums of an event, or its problems, at most 20. Members that are not known do not count. */
export function decodeImportedPayments(bytes: Uint8Array): DecodedSums<ImportedSum> {
  return decodeSums(bytes, wireForm, toSumValue);
}
