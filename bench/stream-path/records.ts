import { type EventRecord, toFacturationRecord } from '#schema/facturation/event.ts';
import type { StreamRecord } from '../../streams/engine/record.ts';
import { type Invoice, toInvoice } from '../../streams/statistics/figures/invoice.ts';
import { windowMs } from '../../streams/statistics/figures/live-totals/windows.ts';

/** Figures by their names, each a count and an amount in minor units: what every contender has to come to. */
export type NamedFigures = Readonly<Record<string, string>>;

/** The number of customers. */
export const customerCount = 1_000;
/** The number of invoices in a second of event time. */
const invoicesPerSecond = 1_000;
const startMs = Date.UTC(2026, 0, 1);
const currencies = ['EUR', 'JPY', 'USD'] as const;

/** The nth invoice; its customer always pays in the same currency. The order of customers is not regular. */
export function invoiceAt(nth: number): StreamRecord<string, Invoice> & { readonly value: Invoice } {
  const customer = (nth * 7_919) % customerCount;
  const customerId = `customer-${customer}`;
  return {
    key: customerId,
    value: toInvoice(
      {
        customerId,
        customerName: `Customer ${customer}`,
        amountMinor: BigInt(100 + ((nth * 31) % 99_901)),
        currency: currencies[customer % currencies.length] ?? currencies[0],
      },
      { aheadMs: 0, isSimulated: false },
    ),
    timestampMs: startMs + Math.floor((nth * 1_000) / invoicesPerSecond),
  };
}

/** The nth invoice as it lies in the log. */
export function recordAt(nth: number): EventRecord {
  const { value, timestampMs } = invoiceAt(nth);
  const { customerKey: customerId, customerName, amountMinor, currency } = value;
  const issuedAt = new Date(timestampMs).toISOString();
  const message = { invoiceNumber: `2026-${nth}`, customerName, amountMinor, currency, issuedAt, customerId };
  return toFacturationRecord(message, { id: `e-${nth}`, source: '/bench' });
}

/** The sum of the first invoices, without any engine. */
export function expectedFigures(count: number): NamedFigures {
  const sums = new Map<string, { count: number; amountMinor: bigint }>();
  const add = (name: string, amountMinor: bigint) => {
    const sum = sums.get(name) ?? { count: 0, amountMinor: 0n };
    sums.set(name, { count: sum.count + 1, amountMinor: sum.amountMinor + amountMinor });
  };
  for (let nth = 0; nth < count; nth += 1) {
    const { value, timestampMs } = invoiceAt(nth);
    add(`total:${value.currency}`, value.amountMinor);
    add(`window:${timestampMs - (timestampMs % windowMs)}:${value.currency}`, value.amountMinor);
    add(`customer:${value.customerKey}`, value.amountMinor);
  }
  return Object.fromEntries(
    Array.from(sums, ([name, sum]) => [name, `${sum.count} ${sum.amountMinor}`] as const),
  );
}

/** @throws Error that names the first figures that differ */
export function checkFigures(contender: string, found: NamedFigures, expected: NamedFigures): void {
  const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
  const wrong = [...names].filter((name) => found[name] !== expected[name]);
  if (wrong.length === 0) return;
  const examples = wrong.slice(0, 5).map((name) => `${name} is ${found[name]}, not ${expected[name]}`);
  throw new Error(`${contender} came to ${wrong.length} other figures: ${examples.join('; ')}.`);
}
