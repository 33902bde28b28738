import type { AccountingTax, DocumentLevelAdjustment, DocumentTotals, VatBreakdown } from './amounts.ts';
import type { DocumentLine } from './line.ts';
import type { BuyerParty, DocumentDelivery, SellerParty } from './party.ts';

/** An invoice, or a credit note, by their codes of UNCL 1001. */
export type DocumentTypeCode = '380' | '381';

/**
 * An invoice or a credit note in the semantic model of EN 16931-1, as far as this system uses it. It is what a document says,
 * frozen; PDF, CII and UBL are three forms of it.
 *
 * Amounts are whole minor units of `currency`, quantities ten-thousandths of a unit (`E4`), prices millionths of a minor unit
 * (`Micro`), rates and percentages thousandths of a percent (`Milli`), days `YYYY-MM-DD`. A credit note has the amounts that
 * it gives back above zero, as its type code says the direction; an allowance is above zero and is taken off.
 * A member that is not there is absent, never an empty text.
 */
export interface EInvoice {
  /** BT-3. */
  readonly typeCode: DocumentTypeCode;
  /** BT-1. */
  readonly number: string;
  /** BT-2. */
  readonly issueDate: string;
  /** BT-5: ISO 4217. */
  readonly currency: string;
  /** BT-6 and BT-111. */
  readonly accountingTax?: AccountingTax;
  /** BT-8: the event that makes the VAT due, if it is not the date of the document; `PAYMENT` is VAT on receipts. */
  readonly taxPoint?: TaxPoint;
  /** BT-9. */
  readonly dueDate?: string;
  readonly references?: DocumentReferences;
  /** BG-1. */
  readonly notes?: readonly DocumentNote[];
  /** BT-23: in France the kind of operation, for example `B1` goods, `S1` services, `M1` both. */
  readonly businessProcess?: string;
  /** BG-4. */
  readonly seller: SellerParty;
  /** BG-7. */
  readonly buyer: BuyerParty;
  /** BG-13. */
  readonly delivery?: DocumentDelivery;
  /** BG-16. */
  readonly payment?: PaymentInstructions;
  /** BT-20: when and under which conditions it is to be paid. */
  readonly paymentTerms?: string;
  /** BG-20 and BG-21. */
  readonly adjustments?: readonly DocumentLevelAdjustment[];
  /** BG-22. */
  readonly totals: DocumentTotals;
  /** BG-23. */
  readonly vatBreakdown: readonly VatBreakdown[];
  /** BG-25: one at least. */
  readonly lines: readonly DocumentLine[];
}

/** The date of the document, of the delivery or of the payment (BT-8; UNTDID 2005: 3, 35 and 432). */
export type TaxPoint = 'ISSUE' | 'DELIVERY' | 'PAYMENT';

/** Numbers of other documents. */
export interface DocumentReferences {
  /** BT-10: a text of the buyer that routes the invoice, for example its service code. */
  readonly buyerReference?: string;
  /** BT-11. */
  readonly project?: string;
  /** BT-12. */
  readonly contract?: string;
  /** BT-13: the buyer's order. */
  readonly purchaseOrder?: string;
  /** BT-14: the seller's order. */
  readonly salesOrder?: string;
  /** BT-16. */
  readonly despatchAdvice?: string;
  /** BT-19. */
  readonly buyerAccounting?: string;
  /** BG-3: the invoices that a credit note corrects. */
  readonly precedingInvoices?: readonly PrecedingInvoice[];
}

/** BG-3. */
export interface PrecedingInvoice {
  /** BT-25. */
  readonly number: string;
  /** BT-26. */
  readonly issueDate?: string;
}

/** A note on the document (BG-1). */
export interface DocumentNote {
  /**
   * BT-21, UNTDID 4451. French law asks for three: `PMT` the lump sum for recovery (40 €), `PMD` the penalties for late
   * payment, `AAB` the discount for early payment, or that there is none.
   */
  readonly subjectCode?: string;
  /** BT-22. */
  readonly text: string;
}

/** The way in which to pay (BG-16). */
export interface PaymentInstructions {
  /** BT-81, UNTDID 4461: `30` credit transfer, `58` SEPA credit transfer, `59` SEPA direct debit, `54` card, `10` cash. */
  readonly meansCode: string;
  /** BT-82: the same in words. */
  readonly meansText?: string;
  /** BT-83: the text that the payment should bear. */
  readonly remittance?: string;
  /** BG-17. */
  readonly accounts?: readonly CreditTransferAccount[];
}

/** An account that is paid into (BG-17). */
interface CreditTransferAccount {
  /** BT-84: IBAN without spaces. */
  readonly iban: string;
  /** BT-85. */
  readonly name?: string;
  /** BT-86. */
  readonly bic?: string;
}
