import type { InvoiceKind } from './invoice-origin.ts';
import type { InvoiceStatus } from './invoice-status.ts';

/**
 * The reason, for people, why a document in this state takes no credit note; undefined if it takes one. What is left to
 * credit is another question.
 */
export function findCreditObstacle({
  kind,
  status,
}: {
  readonly kind: InvoiceKind;
  readonly status: InvoiceStatus;
}): string | undefined {
  if (kind === 'CREDIT_NOTE') return 'This is a credit note; only an invoice can be credited.';
  if (status === 'DRAFT') return 'The invoice is a DRAFT; change it or delete it instead.';
  if (status === 'VOID') return 'The invoice is VOID; there is nothing left of it to credit.';
  return undefined;
}
