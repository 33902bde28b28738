import { formatMinor } from '#schema/money.ts';
import { conflictCode } from './stored-chunk.ts';

/** The reasons for which billing refuses a payment. */
type PaymentRefusalCode =
  | 'INVOICE_NOT_FOUND'
  | 'INVOICE_AMBIGUOUS'
  | 'INVOICE_IS_DRAFT'
  | 'INVOICE_IS_VOID'
  | 'INVOICE_IS_PAID'
  | 'VOID_IS_WAITING'
  | 'NOT_AN_INVOICE'
  | 'CURRENCY_MISMATCH'
  | 'TOO_MANY_DECIMALS'
  | 'ABOVE_BALANCE'
  | 'CUSTOMER_MISMATCH'
  | 'SAME_PAYMENT_TWICE'
  | 'PAYMENT_WAS_REVERSED'
  | typeof conflictCode;

/** An invoice that a payment may be meant for. */
interface RefusedInvoice {
  /** The number; the external reference of a draft. */
  readonly number: string;
  readonly currency: string;
  /** The balance after the payments of earlier rows. */
  readonly balanceMinor: number;
  readonly customerName: string;
}

/** A payment that billing does not take, with all reasons. */
export interface PaymentRefusal {
  readonly rowNumber: number;
  readonly codes: readonly [PaymentRefusalCode, ...PaymentRefusalCode[]];
  /** The invoice, or the first of several; empty if none was found. */
  readonly invoices: readonly RefusedInvoice[];
  /** The texts by which an invoice was searched for, the most reliable first. */
  readonly references: readonly string[];
  /** The payment; the amount is null if its currency is not known. */
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly paidOn: string;
  readonly customerName: string | null;
  /** The payment that billing has for the same entry. */
  readonly stored: {
    readonly number: string;
    readonly amountMinor: number;
    readonly currency: string;
    readonly paidOn: string;
    readonly row: number | null;
    /** The time, an RFC 3339 instant, and the subject of its reversal, if it was taken back. */
    readonly reversedAt?: string | null;
    readonly reversedBy?: string | null;
  } | null;
}

/** Describes all reasons for which a payment is refused, and what would be right. */
export function describeRefusal(refusal: PaymentRefusal): string {
  return refusal.codes.map((code) => describers[code](refusal)).join('; ');
}

const describers: Readonly<Record<PaymentRefusalCode, (refusal: PaymentRefusal) => string>> = {
  INVOICE_NOT_FOUND: ({ references }) =>
    `no invoice has the number or external reference ${list(references.map(quote), 'or')}: give the number of one`,
  INVOICE_AMBIGUOUS: ({ invoices }) =>
    `several invoices fit: ${list(invoices.map(describeInvoice), 'and')}; give the number of the one that was paid, or a row for each`,
  INVOICE_IS_DRAFT: ({ invoices: [invoice] }) =>
    `the invoice with the external reference ${quote(invoice?.number)} is a draft: issue it first`,
  INVOICE_IS_VOID: ({ invoices: [invoice] }) =>
    `invoice ${invoice?.number} is void and takes no payments: give the number of the invoice that replaced it`,
  INVOICE_IS_PAID: ({ invoices: [invoice] }) =>
    `invoice ${invoice?.number} is paid already, nothing is left to pay: give the number of another invoice, or pay the money back`,
  VOID_IS_WAITING: ({ invoices: [invoice] }) =>
    `invoice ${invoice?.number} may become void, and the request for that waits for approval: load the payment when it was approved or rejected`,
  NOT_AN_INVOICE: ({ invoices: [invoice] }) =>
    `${invoice?.number} is a credit note: give the number of an invoice`,
  CURRENCY_MISMATCH: ({ invoices: [invoice], currency }) =>
    `the payment is in ${currency}, invoice ${invoice?.number} in ${invoice?.currency}: it must be in the currency of its invoice`,
  TOO_MANY_DECIMALS: ({ invoices: [invoice] }) =>
    `the amount has more decimals than ${invoice?.currency}, the currency of invoice ${invoice?.number}, has`,
  ABOVE_BALANCE: ({ invoices: [invoice], amountMinor, currency }) =>
    `${money(amountMinor, currency)} is more than what is left to pay of invoice ${invoice?.number}, ${money(invoice?.balanceMinor, invoice?.currency)}: it may be at most that`,
  CUSTOMER_MISMATCH: ({ invoices: [invoice], customerName }) =>
    customerName === null
      ? `invoice ${invoice?.number} is of another customer, ${quote(invoice?.customerName)}`
      : `invoice ${invoice?.number} is of ${quote(invoice?.customerName)}, not of ${quote(customerName)}`,
  SAME_PAYMENT_TWICE: ({ stored }) =>
    `row ${stored?.row} of the file is the same payment: give them different references if both were made`,
  PAYMENT_WAS_REVERSED: ({ stored }) =>
    `the payment of ${money(stored?.amountMinor, stored?.currency)} of invoice ${stored?.number} was recorded and taken back at ${stored?.reversedAt} by ${stored?.reversedBy}: record it by hand if it counts after all`,
  [conflictCode]: (refusal) => describeStored(refusal),
};

function describeStored({
  stored,
  amountMinor,
  currency,
  paidOn,
  invoices: [invoice],
}: PaymentRefusal): string {
  if (stored === null) throw new TypeError('A conflict has a stored payment.');
  const [here, there] = [
    money(stored.amountMinor, stored.currency),
    money(amountMinor, currency ?? stored.currency),
  ];
  const differences = [
    ...(here === there ? [] : [`the amount is ${here} here, ${there} in the file`]),
    ...(stored.paidOn === paidOn ? [] : [`the day is ${stored.paidOn} here, ${paidOn} in the file`]),
    ...(invoice === undefined || invoice.number === stored.number
      ? []
      : [`it is of invoice ${stored.number} here, of ${invoice.number} in the file`]),
  ];
  return `the entry is there as another payment: ${differences.join('; ')}`;
}

function describeInvoice({ number, balanceMinor, currency }: RefusedInvoice): string {
  return `${number} (${money(balanceMinor, currency)} left to pay)`;
}

function money(minor: number | null | undefined, currency: string | null | undefined): string {
  return `${formatMinor(BigInt(minor ?? 0), currency ?? '')} ${currency ?? ''}`.trim();
}

function quote(text: string | undefined): string {
  return JSON.stringify(text ?? '');
}

function list(texts: readonly string[], word: string): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} ${word} ${last}`;
}
