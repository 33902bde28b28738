import type { PartitionProgress } from '../runtime/partition-statistics.ts';
import type { OriginFigures, WindowFigures } from '../runtime/view-changes.ts';
import type { CustomerFigures } from '../topology/customer-figures.ts';
import { addFigures, type Figures, noFigures } from '../topology/figures.ts';
import { type CustomerKey, defaultGraceMs, sliceMs, windowMs } from '../topology/invoice-topology.ts';
import type { Origin } from '../topology/series.ts';

/** A partition's position and what became of the records before it. */
export interface PartitionPosition {
  readonly partition: number;
  /** All records before this offset are in the figures, and none from it on. */
  readonly nextOffset: bigint;
  readonly progress: PartitionProgress;
}

/** Figures of one currency. */
export interface CurrencyFigures extends Figures {
  /** ISO 4217. */
  readonly currency: string;
}

/** A customer's total in one currency. */
export type CustomerFiguresRow = Omit<CustomerFigures, 'simulated'> & CustomerKey;

/** A window, its end not included, with the sum over all partitions for each currency and origin that has one. */
export interface WindowSummary {
  readonly startMs: number;
  readonly endMs: number;
  readonly figures: readonly OriginFigures[];
}

/** What the tables hold at one moment. Windows are given by partition, the newest hour of them. */
export interface StoredFigures {
  readonly positions: readonly PartitionPosition[];
  readonly totals: readonly OriginFigures[];
  readonly windows: readonly WindowFigures[];
  readonly topCustomers: readonly CustomerFiguresRow[];
}

/** All figures at one moment, for exactly the records before `positions`. */
export interface Snapshot {
  /** By the clock, in milliseconds since 1970. */
  readonly takenAtMs: number;
  readonly positions: readonly PartitionPosition[];
  /** Of all invoices, by currency and origin. */
  readonly totals: readonly OriginFigures[];
  /** The window in which the invoice issued last lies; it still changes. Null before the first invoice. */
  readonly latestWindow: WindowSummary | null;
  /** The newest window that no partition that has had invoices takes more of; final. Null before there is one. */
  readonly closedWindow: WindowSummary | null;
  /** Issued in the last five seconds by the clock: falls to nothing when nothing more comes. Exact to a tenth of a second. */
  readonly sliding: readonly OriginFigures[];
  /** The largest customers of each currency, the largest first, without simulated invoices. */
  readonly topCustomers: readonly CustomerFiguresRow[];
}

/** Turns stored figures into those to show at a moment of the clock. */
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
    totals: sumByOrigin(stored.totals),
    latestWindow: hasWindows ? summarize(stored.windows, latestStartMs) : null,
    closedWindow: hasWindows && closedStartMs >= 0 ? summarize(stored.windows, closedStartMs) : null,
    sliding: sumByOrigin(
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
  return { startMs, endMs: startMs + windowMs, figures: sumByOrigin(parts) };
}

const origins: readonly Origin[] = ['ISSUED', 'IMPORTED', 'SIMULATED'];

/** Sums over partitions and slices; the currencies in alphabetical order, real invoices before simulated ones. */
function sumByOrigin(parts: readonly OriginFigures[]): OriginFigures[] {
  const byCurrency = Map.groupBy(parts, ({ currency }) => currency);
  return [...byCurrency.keys()].toSorted().flatMap((currency) =>
    origins.flatMap((origin) => {
      const ofOrigin = byCurrency.get(currency)?.filter((part) => part.origin === origin) ?? [];
      if (ofOrigin.length === 0) return [];
      const { count, amountMinor } = ofOrigin.reduce<Figures>(addFigures, noFigures);
      return [{ currency, origin, count, amountMinor }];
    }),
  );
}
