import { type CurrencyFigures, toCurrencyFigures } from '../figures/currency-figures.ts';
import type { CustomerInvoices } from '../figures/customer-totals/load-customer-totals.ts';
import { addSums, emptySum, type InvoiceSum } from '../figures/invoice-sum.ts';
import type { WindowSum } from '../figures/live-totals/live-totals-changes.ts';
import type { Origin, OriginSum } from '../figures/live-totals/series.ts';
import { defaultGraceMs, sliceMs, windowMs } from '../figures/live-totals/windows.ts';
import type { KindSum } from '../figures/settlement.ts';
import type { PartitionProgress } from '../runtime/partition-statistics.ts';

/** A partition's position, and the outcomes of the records before it. */
export interface PartitionPosition {
  readonly partition: number;
  /** All records before this offset are in the figures, and none from it on. */
  readonly nextOffset: bigint;
  readonly progress: PartitionProgress;
}

/** A window, its end not included, with the sum over all partitions for each currency and origin that has one. */
export interface WindowSummary {
  readonly startMs: number;
  readonly endMs: number;
  readonly figures: readonly OriginSum[];
}

/** The content of the tables at one moment. Windows are given by partition, those of the newest hour. */
export interface StoredFigures {
  readonly positions: readonly PartitionPosition[];
  readonly totals: readonly OriginSum[];
  readonly settlements: readonly KindSum[];
  readonly windows: readonly WindowSum[];
  readonly topCustomers: readonly CustomerInvoices[];
}

/** All figures at one moment, for exactly the records before `positions`. */
export interface Snapshot {
  /** By the clock, in milliseconds since 1970. */
  readonly takenAtMs: number;
  readonly positions: readonly PartitionPosition[];
  /** Of all invoices, by currency and origin. */
  readonly totals: readonly OriginSum[];
  /** Of all credit notes, voided invoices and payments, with what is left of the invoices; by currency. */
  readonly figures: readonly CurrencyFigures[];
  /** The window in which the invoice issued last lies; it still changes. Null before the first invoice. */
  readonly latestWindow: WindowSummary | null;
  /** The newest window that no partition that has had invoices takes more of; final. Null before there is one. */
  readonly closedWindow: WindowSummary | null;
  /** Issued in the last five seconds by the clock: falls to nothing when nothing more comes. Exact to a tenth of a second. */
  readonly sliding: readonly OriginSum[];
  /** The largest customers of each currency, the largest first, without simulated invoices. */
  readonly topCustomers: readonly CustomerInvoices[];
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
    figures: toCurrencyFigures(
      stored.totals.filter(({ origin }) => origin !== 'SIMULATED'),
      stored.settlements,
    ),
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

function summarize(windows: readonly WindowSum[], startMs: number): WindowSummary {
  const parts = windows.filter((window) => window.sizeMs === windowMs && window.startMs === startMs);
  return { startMs, endMs: startMs + windowMs, figures: sumByOrigin(parts) };
}

const origins: readonly Origin[] = ['ISSUED', 'IMPORTED', 'SIMULATED'];

/** Sums over partitions and slices; the currencies in alphabetical order, real invoices before simulated ones. */
function sumByOrigin(parts: readonly OriginSum[]): OriginSum[] {
  const byCurrency = Map.groupBy(parts, ({ currency }) => currency);
  return [...byCurrency.keys()].toSorted().flatMap((currency) =>
    origins.flatMap((origin) => {
      const ofOrigin = byCurrency.get(currency)?.filter((part) => part.origin === origin) ?? [];
      if (ofOrigin.length === 0) return [];
      const { count, amountMinor } = ofOrigin.reduce<InvoiceSum>(addSums, emptySum);
      return [{ currency, origin, count, amountMinor }];
    }),
  );
}
