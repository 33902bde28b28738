import type { InvoiceMailKind } from './invoice-mail-kind.ts';

/**
 * True for a reminder that goes out before the due date, which a customer may do without. The day on which it goes out counts, as its
 * text does, not the step of the plan: one that is sent again may be late.
 */
export function isCourtesy(kind: InvoiceMailKind, dueDate: string | null, today: string): boolean {
  return kind === 'REMINDER' && dueDate !== null && today < dueDate;
}
