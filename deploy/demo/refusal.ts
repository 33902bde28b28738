/** Why a row of the file did not become an invoice line. */
export type RefusalCode =
  | 'ROW_INCOMPLETE'
  | 'INVOICE_NUMBER_INVALID'
  | 'CREDIT_NOTE'
  | 'DESCRIPTION_MISSING'
  | 'QUANTITY_INVALID'
  | 'QUANTITY_NOT_POSITIVE'
  | 'DATE_INVALID'
  | 'PRICE_INVALID'
  | 'CUSTOMER_MISSING'
  | 'INVOICE_INCONSISTENT'
  | 'INVOICE_TOO_LONG'
  | 'INVOICE_INCOMPLETE'
  | 'REFUSED_BY_API';

/** One row that was refused, with its first problem. */
export interface Refusal {
  /** Counted from 1, the header not counted. */
  readonly rowNumber: number;
  readonly invoiceNumber: string;
  readonly column: string;
  readonly code: RefusalCode;
  /** The fault, and the right form. */
  readonly message: string;
}

/** The meaning of each code, for the report. */
export const refusalMeanings: Readonly<Record<RefusalCode, string>> = {
  ROW_INCOMPLETE: 'the row does not have all its columns',
  INVOICE_NUMBER_INVALID: 'the invoice number is neither digits nor C and digits',
  CREDIT_NOTE: 'a credit note is made from the invoice that it credits, which the file does not name',
  DESCRIPTION_MISSING: 'an invoice line needs a description',
  QUANTITY_INVALID: 'the quantity is not a whole number',
  QUANTITY_NOT_POSITIVE: 'the quantity of an invoice line must be more than zero',
  DATE_INVALID: 'the date is not written dd/mm/yyyy hh:mm',
  PRICE_INVALID: 'the price is not zero or more with at most two decimals',
  CUSTOMER_MISSING: 'an invoice needs a customer',
  INVOICE_INCONSISTENT: 'the rows of the invoice name several customers',
  INVOICE_TOO_LONG: 'an invoice has at most 1,000 lines',
  INVOICE_INCOMPLETE: 'another row of the same invoice was refused',
  REFUSED_BY_API: 'the API refused it',
};
