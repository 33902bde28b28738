import type { LiveTotals } from '../../subgraph/generated/types.ts';
import type { Counted } from '../counted.ts';
import type { Live, LiveParts } from '../live.ts';
import { formatPositions } from '../received/positions.ts';
import { toCurrencyTotal } from '../to-currency-total.ts';
import { loadLiveTotals, type StoredLiveTotals } from './load-live-totals.ts';
import { windowMs } from './windows.ts';

export interface LiveTotalsApi {
  liveTotals(counted: Counted): Live<LiveTotals>;
}

export function createLiveTotalsApi({ sql, feeds }: LiveParts): LiveTotalsApi {
  return {
    liveTotals: ({ includeSimulated }) =>
      feeds.toLive(
        `live totals ${includeSimulated}`,
        async () => toLiveTotals(await loadLiveTotals(sql, { includeSimulated, nowMs: Date.now() })),
        { isMoving: ({ lastFiveSeconds }) => lastFiveSeconds.length > 0, hasBeat: true },
      ),
  };
}

/** Live totals as the API shows them. */
function toLiveTotals(totals: StoredLiveTotals): LiveTotals {
  const count = totals.sliding.reduce((sum, ofCurrency) => sum + ofCurrency.count, 0);
  return {
    cursor: formatPositions(totals.positions),
    takenAt: new Date(totals.takenAtMs).toISOString(),
    allTime: totals.allTime.map(toCurrencyTotal),
    lastFiveSeconds: totals.sliding.map(toCurrencyTotal),
    invoicesPerSecond: count / (windowMs / 1_000),
  };
}
