import { isUuid } from '#platform/database/uuid.ts';
import { toDay } from '#schema/calendar/day.ts';
import { toMoneyObject } from '#schema/money.ts';
import type { ReceivedEvent } from '../feeds/received-follower.ts';
import type * as reading from '../reading/load-live.ts';
import type { CurrencyFigures } from '../reading/snapshot.ts';
import { formatPositions } from '../received/positions.ts';
import { windowMs } from '../topology/invoice-topology.ts';
import type {
  CurrencyTotal,
  CustomerTotal,
  CustomerTotals,
  LiveTotals,
  ReceivedInvoice,
} from './generated/types.ts';

/** Live totals as the API shows them. */
export function toLiveTotals(totals: reading.LiveTotals): LiveTotals {
  const count = totals.sliding.reduce((sum, figures) => sum + figures.count, 0);
  return {
    cursor: formatPositions(totals.positions),
    takenAt: new Date(totals.takenAtMs).toISOString(),
    allTime: totals.allTime.map(toCurrencyTotal),
    lastFiveSeconds: totals.sliding.map(toCurrencyTotal),
    invoicesPerSecond: count / (windowMs / 1_000),
  };
}

/** The largest customers as the API shows them. */
export function toCustomerTotals({ positions, customers }: reading.CustomerTotals): CustomerTotals {
  let rank = 0;
  let currency = '';
  const ranks = customers.map((row) => {
    rank = row.currency === currency ? rank + 1 : 1;
    currency = row.currency;
    const { customerKey, customerName } = row;
    return { rank, customer: toCustomer(customerKey), customerName, ...toCurrencyTotal(row) };
  });
  return { cursor: formatPositions(positions), ranks };
}

/** One customer's totals as the API shows them. */
export function toCustomerTotal(
  { positions, customers }: reading.CustomerTotals,
  customerKey: string,
): CustomerTotal {
  const [latest] = customers.toSorted((left, right) => right.namedAtMs - left.namedAtMs);
  return {
    cursor: formatPositions(positions),
    customer: toCustomer(customerKey),
    customerName: latest?.customerName ?? null,
    totals: customers.map(toCurrencyTotal),
  };
}

/**
 * A received invoice as the API shows it.
 *
 * @param timeZone the seller's, which dates an invoice whose message has no date
 */
export function toReceivedInvoice({ invoice, positions }: ReceivedEvent, timeZone: string): ReceivedInvoice {
  const { invoiceNumber, customerName, customerId, issueDate, isSimulated } = invoice;
  const issuedAt = new Date(invoice.issuedAtMs);
  return {
    cursor: formatPositions(positions),
    invoiceNumber,
    customerName,
    amount: toMoneyObject(invoice),
    issuedAt: issuedAt.toISOString(),
    issueDate: issueDate ?? toDay(issuedAt, timeZone),
    simulated: isSimulated,
    invoice: { number: invoiceNumber },
    customer: customerId === null ? null : { id: customerId },
  };
}

/** A customer's key is its id or, without one, its name. */
function toCustomer(customerKey: string): { id: string } | null {
  return isUuid(customerKey) ? { id: customerKey } : null;
}

function toCurrencyTotal({ count, amountMinor, currency }: CurrencyFigures): CurrencyTotal {
  return { count, total: toMoneyObject({ amountMinor, currency }) };
}
