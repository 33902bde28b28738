import { addDays, isDay } from '#schema/calendar/day.ts';
import { findCountryCode } from './countries.ts';
import type { Refusal, RefusalCode } from './refusal.ts';
import type { RetailFile, RetailRecord } from './retail-file.ts';

/** A customer of the plan. The data set knows no more of it than a number and a country. */
export interface PlannedCustomer {
  readonly externalReference: string;
  readonly countryCode: string | undefined;
}

export interface PlannedProduct {
  readonly sku: string;
  readonly name: string;
  /** In pounds, the first that the file has. */
  readonly unitPrice: string;
}

interface PlannedLine {
  readonly rowNumber: number;
  /** Absent on a line without a product: postage, fees, discounts. */
  readonly sku: string | undefined;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly taxRate: string;
}

export interface PlannedInvoice {
  /** The number the file has; the system gives its own. */
  readonly externalReference: string;
  readonly customerReference: string;
  /** As ISO 8601 writes it. */
  readonly issueDate: string;
  readonly dueDate: string;
  readonly lines: readonly PlannedLine[];
}

/** The objects that a file gives, in the order of its invoices' days, and the rows that it does not give. */
export interface Plan {
  readonly rowCount: number;
  readonly customers: readonly PlannedCustomer[];
  readonly products: readonly PlannedProduct[];
  readonly invoices: readonly PlannedInvoice[];
  readonly refusals: readonly Refusal[];
}

/** The VAT rate in percent that the demo assumes for goods sold in the United Kingdom. Elsewhere it assumes none. */
export const homeTaxRate = '20';
const paymentDays = 30;
const maxLines = 1_000;

/** Codes that the shop uses for lines without a product: postage, carriage, manual entries, discounts, fees, samples. */
const otherCodes = new Set(['POST', 'DOT', 'M', 'D', 'C2', 'S', 'B', 'CRUK', 'AMAZONFEE', 'BANK CHARGES']);

/**
 * Decides what is loaded of a file. Each row ends either as a line of an invoice or as one refusal; an invoice of which
 * one row is refused is refused as a whole, since its total would be wrong.
 */
export function toPlan(file: RetailFile): Plan {
  const refusals = [...file.refusals];
  const invoices: PlannedInvoice[] = [];
  const accepted: RetailRecord[] = [];
  const brokenInvoices = new Set(file.refusals.map((refusal) => refusal.invoiceNumber));
  for (const [number, records] of Map.groupBy(file.records, (record) => record.InvoiceNo)) {
    const found = findRefusals(records, brokenInvoices.has(number));
    refusals.push(...found);
    if (found.length > 0) continue;
    accepted.push(...records);
    invoices.push(toInvoice(number, records));
  }
  // Numbers must follow days. Sorting is stable: within a day the order of the file stays.
  invoices.sort((one, other) => compare(one.issueDate, other.issueDate));
  return {
    rowCount: file.rowCount,
    customers: toCustomers(accepted),
    products: toProducts(accepted),
    invoices,
    refusals,
  };
}

function findRefusals(records: readonly RetailRecord[], hasBrokenRow: boolean): Refusal[] {
  const [first] = records;
  const own = records.map(findProblem);
  const problems =
    own.every((problem) => problem === undefined) && first !== undefined
      ? records.map(() => findInvoiceProblem(first, records))
      : own;
  if (!hasBrokenRow && problems.every((problem) => problem === undefined)) return [];
  const incomplete: Problem = ['INVOICE_INCOMPLETE', 'InvoiceNo', 'another row of this invoice was refused'];
  return records.map((record, index) => {
    const [code, column, message] = problems[index] ?? incomplete;
    return { rowNumber: record.rowNumber, invoiceNumber: record.InvoiceNo, column, code, message };
  });
}

type Problem = readonly [code: RefusalCode, column: string, message: string];

/** The first problem of a row by itself; what it is comes before what it lacks. */
function findProblem(record: RetailRecord): Problem | undefined {
  const { InvoiceNo: number, Quantity: quantity, InvoiceDate: date, UnitPrice: price } = record;
  if (/^C\d+$/.test(number)) return ['CREDIT_NOTE', 'InvoiceNo', `${number} is a credit note`];
  if (!/^\d{1,20}$/.test(number))
    return ['INVOICE_NUMBER_INVALID', 'InvoiceNo', `"${number}" must be digits, or C and digits`];
  if (!/^-?\d{1,9}$/.test(quantity))
    return ['QUANTITY_INVALID', 'Quantity', `"${quantity}" must be a whole number`];
  if (Number(quantity) <= 0)
    return ['QUANTITY_NOT_POSITIVE', 'Quantity', `${quantity} must be more than zero`];
  if (record.Description === '') return ['DESCRIPTION_MISSING', 'Description', 'must not be empty'];
  if (toIsoDay(date) === undefined)
    return ['DATE_INVALID', 'InvoiceDate', `"${date}" must be a day and time written dd/mm/yyyy hh:mm`];
  if (!/^\d{1,9}(\.\d{1,2})?$/.test(price))
    return ['PRICE_INVALID', 'UnitPrice', `"${price}" must be zero or more with at most two decimals`];
  if (record.CustomerID === '') return ['CUSTOMER_MISSING', 'CustomerID', 'must not be empty'];
  return undefined;
}

function findInvoiceProblem(first: RetailRecord, records: readonly RetailRecord[]): Problem | undefined {
  if (records.some((record) => record.CustomerID !== first.CustomerID))
    return ['INVOICE_INCONSISTENT', 'CustomerID', 'all rows of an invoice must name the same customer'];
  if (records.length > maxLines)
    return ['INVOICE_TOO_LONG', 'InvoiceNo', `${records.length} lines are more than ${maxLines}`];
  return undefined;
}

function toInvoice(number: string, records: readonly RetailRecord[]): PlannedInvoice {
  const [first] = records;
  const issueDate = toIsoDay(first?.InvoiceDate ?? '') ?? '';
  return {
    externalReference: number,
    customerReference: first?.CustomerID ?? '',
    issueDate,
    dueDate: addDays(issueDate, paymentDays),
    lines: records.map((record) => ({
      rowNumber: record.rowNumber,
      sku: toSku(record.StockCode),
      description: toName(record.Description),
      quantity: record.Quantity,
      unitPrice: record.UnitPrice,
      taxRate: record.Country === 'United Kingdom' ? homeTaxRate : '0',
    })),
  };
}

function toCustomers(records: readonly RetailRecord[]): PlannedCustomer[] {
  const byReference = Map.groupBy(records, (record) => record.CustomerID);
  return [...byReference].map(([externalReference, [first]]) => ({
    externalReference,
    countryCode: findCountryCode(first?.Country ?? ''),
  }));
}

function toProducts(records: readonly RetailRecord[]): PlannedProduct[] {
  const products = new Map<string, PlannedProduct>();
  for (const record of records) {
    const sku = toSku(record.StockCode);
    if (sku === undefined || products.has(sku)) continue;
    products.set(sku, { sku, name: toName(record.Description), unitPrice: record.UnitPrice });
  }
  return [...products.values()];
}

/** The file writes some codes now in lower, now in upper case and means the same product. */
function toSku(stockCode: string): string | undefined {
  const sku = stockCode.toUpperCase();
  return otherCodes.has(sku) ? undefined : sku;
}

function toName(description: string): string {
  return description.replaceAll(/\s+/g, ' ');
}

/** `01/12/2010 08:26` to `2010-12-01`; undefined if it is not a day of the calendar. */
function toIsoDay(text: string): string | undefined {
  const match = /^(\d{2})\/(\d{2})\/(\d{4}) \d{1,2}:\d{2}$/.exec(text);
  if (match === null) return undefined;
  const day = `${match[3]}-${match[2]}-${match[1]}`;
  return isDay(day) ? day : undefined;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
