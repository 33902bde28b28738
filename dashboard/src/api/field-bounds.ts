/** Bounds of the API that fields of the page keep, so that nobody types in vain. `e2e/field-bounds.test.ts` compares both. */
export const fieldBounds = {
  invoiceLines: 1_000,
  externalReferenceLength: 100,
  noteLength: 2_000,
  documentReferenceLength: 100,
  recipientNameLength: 200,
  unitLength: 20,
  adjustmentReasonLength: 100,
  taxExemptionReasonLength: 300,
  /** Of a view or a mapping that a person saves. */
  savedNameLength: 100,
  keyNameLength: 100,
  apiClientNameLength: 100,
  approvalReasonLength: 2_000,
  approvalDays: 90,
  /** The number of days that is proposed. */
  usualApprovalDays: 30,
} as const;
