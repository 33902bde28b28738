import { Latencies, type LatencyFigures } from './figures.ts';
import { type Kind, tellsEach } from './kinds.ts';
import type { Receipts } from './receipts.ts';

/** The commits while the subscribers listened. */
export interface Written {
  /** The number of invoices issued before. */
  readonly before: number;
  /** The time when each later invoice was committed, in the order of their numbers. */
  readonly committedAtMs: readonly number[];
  /** The customer of each, by its index. */
  readonly customers: readonly number[];
}

export interface Evaluation {
  /** From the newest invoice that an event tells of. */
  readonly latency: LatencyFigures;
  /** From the oldest one that an event is the first to tell of; the same where every invoice has its own event. */
  readonly oldest: LatencyFigures;
  /** Invoices that some subscriber was never told of, over all subscribers. */
  readonly missing: number;
}

/** @param countsBefore of `customerTotal`: how many invoices each customer had before */
export function evaluate(
  kind: Kind,
  receipts: Receipts,
  options: {
    readonly subscribers: number;
    readonly written: Written;
    readonly countsBefore: readonly number[];
  },
): Evaluation {
  if (tellsEach(kind)) return evaluateInvoices(receipts, options);
  const { subscribers, written, countsBefore } = options;
  const { before, committedAtMs, customers } = written;
  if (kind === 'liveTotals') {
    const times = committedAtMs.toSorted((one, other) => one - other);
    return evaluateTotals(receipts, subscribers, () => ({ before, times }));
  }
  const timesBy = Map.groupBy(committedAtMs.keys(), (nth) => customers[nth] ?? 0);
  const timesOf = (customer: number) =>
    (timesBy.get(customer) ?? []).map((nth) => committedAtMs[nth] ?? 0).toSorted((one, other) => one - other);
  const known = Array.from({ length: subscribers }, (_, customer) => ({
    before: countsBefore[customer] ?? 0,
    times: timesOf(customer),
  }));
  return evaluateTotals(receipts, subscribers, (subscriber) => known[subscriber] ?? { before: 0, times: [] });
}

function evaluateInvoices(
  receipts: Receipts,
  { subscribers, written }: { readonly subscribers: number; readonly written: Written },
): Evaluation {
  const latencies = new Latencies();
  const { before, committedAtMs } = written;
  const seen = new Uint8Array(subscribers * committedAtMs.length);
  let distinct = 0;
  receipts.forEach((subscriber, value, atMs) => {
    const nth = value - before - 1;
    const committed = committedAtMs[nth];
    if (committed === undefined) return;
    latencies.add(atMs - committed);
    const place = subscriber * committedAtMs.length + nth;
    distinct += seen[place] === 1 ? 0 : 1;
    seen[place] = 1;
  });
  const latency = latencies.toFigures();
  return { latency, oldest: latency, missing: seen.length - distinct };
}

/** A total tells of all invoices up to its count. */
function evaluateTotals(
  receipts: Receipts,
  subscribers: number,
  wantedOf: (subscriber: number) => { readonly before: number; readonly times: readonly number[] },
): Evaluation {
  const newest = new Latencies();
  const oldest = new Latencies();
  const counted = Array.from({ length: subscribers }, (_, subscriber) => wantedOf(subscriber).before);
  receipts.forEach((subscriber, value, atMs) => {
    const { before, times } = wantedOf(subscriber);
    const last = counted[subscriber] ?? before;
    // The part of the last seconds falls by the clock, without an invoice.
    if (value <= last) return;
    counted[subscriber] = value;
    newest.add(atMs - (times[value - before - 1] ?? atMs));
    oldest.add(atMs - (times[last - before] ?? atMs));
  });
  const missing = counted.reduce((sum, count, subscriber) => {
    const { before, times } = wantedOf(subscriber);
    return sum + before + times.length - count;
  }, 0);
  return { latency: newest.toFigures(), oldest: oldest.toFigures(), missing };
}
