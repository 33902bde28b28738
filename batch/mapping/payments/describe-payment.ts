import { formatEpochDay } from '#schema/calendar/day.ts';
import { formatDecimal } from '#schema/decimal.ts';
import { formatMinor } from '#schema/money.ts';
import { type ImportPayment, referenceLevels } from './import-payment.ts';

/** The decimals of an amount whose currency the file does not name (ISO 4217: CLF, UYW). */
const scaledDecimals = 4;
const shownReferences = 5;

/** Describes a payment in a line for people. */
export function describePayment(payment: ImportPayment): string[] {
  const { rowNumber, amount, currency, isMinor, paidOnDay, method, reference, references } = payment;
  const money =
    currency === null
      ? `${isMinor ? `${amount} smallest units` : formatDecimal(BigInt(amount), scaledDecimals, 0)} in the currency of its invoice`
      : `${formatMinor(BigInt(amount), currency)} ${currency}`;
  const sure = references.filter(({ level }) => level < referenceLevels.remittance);
  const named = new Set((sure.length > 0 ? sure : references).map(({ text }) => JSON.stringify(text)));
  const shown = [...named].slice(0, shownReferences).join(', ');
  const more = named.size > shownReferences ? ', ...' : '';
  const own = reference === null ? '' : `, reference ${JSON.stringify(reference)}`;
  return [
    `row ${rowNumber}: payment of ${money} on ${formatEpochDay(paidOnDay)}, ${method}${own}, of the invoice named by ${shown}${more}`,
  ];
}
