import type { Transaction } from '#platform/database/transaction.ts';
import { type InvoiceCredited, invoiceCredited } from '#schema/facturation/settlement/invoice-credited.ts';
import { type IssuedDocument, toInvoiceMembers } from './issued-document.ts';
import { writeEvent } from './write-event.ts';

/** A credit note at the moment of its issue, and the invoice that it credits. */
export interface IssuedCredit extends IssuedDocument {
  readonly creditNoteNumber: string;
  /** The amount that is credited, with tax: above zero, unlike the total of the credit note. */
  readonly creditedMinor: bigint;
  /** The date on the credit note, a calendar day. */
  readonly issueDate: string;
  readonly issuedAt: Date;
}

/**
 * Writes the event of a credit note into the outbox, as the last statement of the transaction that issues it. There is no
 * FACTURATION message of it.
 */
export function announceCredit(tx: Transaction, credit: IssuedCredit): Promise<void> {
  const { creditNoteNumber, creditedMinor, issueDate, issuedAt } = credit;
  const event: InvoiceCredited = {
    ...toInvoiceMembers(credit),
    creditNoteNumber,
    amountMinor: creditedMinor,
    issueDate,
    creditedAt: issuedAt.toISOString(),
  };
  return writeEvent(tx, invoiceCredited, event, issuedAt);
}
