import { formatEpochDay } from '#schema/calendar/day.ts';
import { formatDecimal } from '#schema/decimal.ts';
import { formatMinor } from '#schema/money.ts';
import { formatQuantity } from '#schema/quantity.ts';
import { taxRateScale } from '#schema/tax-rate.ts';
import { formatUnitPrice } from '#schema/unit-price.ts';
import type { ImportInvoice, ImportLine } from './import-invoice.ts';

/** Describes an invoice in lines for people: the first for the whole, then one for each invoice line. */
export function describeInvoice(invoice: ImportInvoice): string[] {
  const { kind, number, customerName, totalMinor, taxMinor, currency } = invoice;
  const what = kind === 'INVOICE' ? 'invoice' : 'credit note';
  const tax = taxMinor === 0 ? '' : `, of which tax ${money(taxMinor, currency)}`;
  const total = `${money(totalMinor, currency)} ${currency}${tax}`;
  const head = `${toRows(invoice)}: ${what} ${number}, ${customerName}, ${toIssue(invoice)}, ${total}`;
  return [head, ...invoice.lines.map((line) => `  ${describeLine(line, currency)}`)];
}

/** The day on the invoice, and the instant, of which another zone may have another day. */
function toIssue({ issueDay, issuedAtMs }: ImportInvoice): string {
  return `${formatEpochDay(issueDay)} (${new Date(issuedAtMs).toISOString()})`;
}

function toRows({ rowNumber, rowCount }: ImportInvoice): string {
  return rowCount === 1 ? `row ${rowNumber}` : `rows ${rowNumber} to ${rowNumber + rowCount - 1}`;
}

function describeLine(line: ImportLine, currency: string): string {
  const { position, sku, description, unit, quantityE4, unitPriceMicro, netMinor } = line;
  const quantity = formatQuantity(BigInt(quantityE4));
  const product = sku === null ? '' : ` (${sku})`;
  const rate = formatDecimal(BigInt(line.taxRateMilli), taxRateScale, 0);
  const category = line.taxCategory === null ? '' : ` (${line.taxCategory})`;
  const why = line.taxExemptionReason === null ? '' : `, no tax${category}: ${line.taxExemptionReason}`;
  const tax = line.taxRateMilli === 0 ? why : `, tax ${rate} %${category} ${money(line.taxMinor, currency)}`;
  const price = formatUnitPrice({ amountMicro: unitPriceMicro, currency });
  return `${position}. ${description}${product}: ${quantity} ${unit} at ${price} = ${money(netMinor, currency)}${tax}`;
}

function money(minor: number, currency: string): string {
  return formatMinor(BigInt(minor), currency);
}
