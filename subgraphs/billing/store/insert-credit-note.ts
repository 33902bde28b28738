import { v7 as uuid } from 'uuid';
import type { Transaction } from '#platform/database/transaction.ts';
import { type DocumentAdjustment, negateShare } from '../domain/adjustment.ts';
import type { CreditFigures, LineCredit } from '../domain/credit.ts';
import type { PlacedLine } from '../domain/decide-credit.ts';
import { pickDocumentDetails } from '../domain/document-details.ts';
import type { InvoiceNumber } from '../domain/number.ts';
import type { InvoiceLineRow } from '../line-tables.ts';
import { type InvoiceRow, invoices } from '../tables.ts';
import { insertLines } from './insert-lines.ts';

/** A line of the invoice and what is credited of it so far. */
export type CreditableRow = InvoiceLineRow & PlacedLine;

/** A credit note that is about to be written. */
export interface NewCreditNote {
  readonly invoice: InvoiceRow;
  readonly figures: CreditFigures<CreditableRow>;
  /** The place in the series, and the number as it stands on the document. */
  readonly place: InvoiceNumber & { readonly number: string };
  readonly issueDate: string;
  readonly reason: string;
  /** The row of `sellers`. */
  readonly sellerId: number | null;
}

/** The values of a written credit note that others need. */
export interface WrittenCreditNote {
  readonly id: string;
  readonly number: string;
}

/**
 * Writes a credit note with its lines, frozen like its invoice. The trigger of the table adds it to the credits of its
 * invoice.
 */
export async function insertCreditNote(
  tx: Transaction,
  { invoice, figures, place, issueDate, reason, sellerId }: NewCreditNote,
  now: Date,
): Promise<WrittenCreditNote> {
  const written = { id: uuid(), number: place.number };
  const { customerId, customerName, customerAddressLines, customerCountryCode, customerTaxNumber } = invoice;
  await tx.insert(invoices).values({
    ...place,
    ...written,
    status: 'PAID',
    creditedInvoiceId: invoice.id,
    customerId,
    customerName,
    customerAddressLines,
    customerCountryCode,
    customerTaxNumber,
    ...pickDocumentDetails(invoice),
    // An imported invoice has neither of them.
    customerIdentity: invoice.customerIdentity,
    customerLanguage: invoice.customerLanguage,
    sellerId,
    currency: invoice.currency,
    lineCount: figures.lines.length,
    netMinor: -figures.netMinor,
    taxMinor: -figures.taxMinor,
    totalMinor: -figures.totalMinor,
    pricesIncludeTax: invoice.pricesIncludeTax,
    adjustments: figures.adjustments?.map(negateAdjustment) ?? null,
    // The tax of its rates was rounded once for all credits together, and its lines add up to it.
    isTaxedByLine: true,
    issueDate,
    issuedAt: now,
    settledAt: now,
    note: reason,
    version: 1,
    createdAt: now,
    updatedAt: now,
  });
  await insertLines(tx, written.id, figures.lines.map(toLine));
  return written;
}

function negateAdjustment(adjustment: DocumentAdjustment): DocumentAdjustment {
  const { amountMinor, shares } = adjustment;
  return { ...adjustment, amountMinor: -amountMinor, shares: shares.map(negateShare) };
}

function toLine({ line, quantityE4, netMinor, taxMinor }: LineCredit<CreditableRow>) {
  const { productId, sku, description, unit, unitPriceMicro } = line;
  const { taxRateMilli, taxCategory, taxExemptionReason } = line;
  return {
    productId,
    sku,
    description,
    unit,
    unitPriceMicro,
    taxRateMilli,
    taxCategory,
    taxExemptionReason,
    // The amounts of its lines are parts of the invoice's, in which its allowances and charges are.
    adjustments: null,
    grossMinor: null,
    creditedLineId: line.id,
    quantityE4: -quantityE4,
    netMinor: -netMinor,
    taxMinor: -taxMinor,
  };
}
