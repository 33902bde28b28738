import type { Progress } from '../runtime/partition-statistics.ts';
import type { WindowFigures } from '../runtime/view-changes.ts';
import type { CustomerFigures } from '../topology/customer-figures.ts';
import { addFigures, type Figures, noFigures } from '../topology/figures.ts';
import type { CustomerKey } from '../topology/invoice-topology.ts';
import { defaultGraceMs, sliceMs, windowMs } from '../topology/invoice-topology.ts';

/** A partition's position and what became of the records before it. */
export interface PartitionPosition {
  readonly partition: number;
  /** All records before this offset are in the figures, and none from it on. */
  readonly nextOffset: bigint;
  readonly progress: Progress;
}

/** Figures of one currency. */
export interface CurrencyFigures extends Figures {
  /** ISO 4217. */
  readonly currency: string;
}

/** A window, its end not included, with the sum over all partitions for each currency that has one. */
export interface WindowSummary {
  readonly startMs: number;
  readonly endMs: number;
  readonly figures: readonly CurrencyFigures[];
}

/** What the tables hold at one moment. Windows are given by partition, the newest hour of them. */
export interface StoredFigures {
  readonly positions: readonly PartitionPosition[];
  readonly totals: readonly CurrencyFigures[];
  readonly windows: readonly WindowFigures[];
  readonly topCustomers: readonly (CustomerFigures & CustomerKey)[];
}

/** All figures at one moment, for exactly the records before `positions`. */
export interface Snapshot {
  /** By the clock, in milliseconds since 1970. */
  readonly takenAtMs: number;
  readonly positions: readonly PartitionPosition[];
  /** Of all invoices. */
  readonly totals: readonly CurrencyFigures[];
  /** The window in which the invoice issued last lies; it still changes. Null before the first invoice. */
  readonly latestWindow: WindowSummary | null;
  /** The newest window that no partition that has had invoices takes more of; final. Null before there is one. */
  readonly closedWindow: WindowSummary | null;
  /** Issued in the last five seconds by the clock: falls to nothing when nothing more comes. Exact to a tenth of a second. */
  readonly sliding: readonly CurrencyFigures[];
  /** The largest customers of each currency, the largest first. */
  readonly topCustomers: readonly (CustomerFigures & CustomerKey)[];
}

/** Makes of stored figures what there is to show at a moment of the clock. */
export function toSnapshot(stored: StoredFigures, nowMs: number): Snapshot {
  const streamTimes = stored.positions
    .map(({ progress }) => progress.streamTimeMs)
    .filter((timeMs) => timeMs >= 0);
  const latestStartMs = toWindowStart(Math.max(...streamTimes));
  const closedStartMs = toWindowStart(Math.min(...streamTimes) - defaultGraceMs) - windowMs;
  const hasWindows = streamTimes.length > 0;
  return {
    takenAtMs: nowMs,
    positions: stored.positions,
    totals: sumByCurrency(stored.totals),
    latestWindow: hasWindows ? summarize(stored.windows, latestStartMs) : null,
    closedWindow: hasWindows && closedStartMs >= 0 ? summarize(stored.windows, closedStartMs) : null,
    sliding: sumByCurrency(
      stored.windows.filter(
        ({ sizeMs, startMs }) =>
          sizeMs === sliceMs && startMs > nowMs - windowMs - sliceMs && startMs <= nowMs,
      ),
    ),
    topCustomers: stored.topCustomers,
  };
}

function toWindowStart(timeMs: number): number {
  return Math.floor(timeMs / windowMs) * windowMs;
}

function summarize(windows: readonly WindowFigures[], startMs: number): WindowSummary {
  const parts = windows.filter((window) => window.sizeMs === windowMs && window.startMs === startMs);
  return { startMs, endMs: startMs + windowMs, figures: sumByCurrency(parts) };
}

/** Sums over partitions and slices; the currencies in alphabetical order. */
function sumByCurrency(parts: readonly CurrencyFigures[]): CurrencyFigures[] {
  const sums = new Map<string, Figures>();
  for (const part of parts) sums.set(part.currency, addFigures(sums.get(part.currency) ?? noFigures, part));
  return Array.from(sums, ([currency, figures]) => ({ currency, ...figures })).toSorted((left, right) =>
    left.currency < right.currency ? -1 : 1,
  );
}
