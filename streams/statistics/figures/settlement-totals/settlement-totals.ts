import type { Stream } from '../../../engine/stream.ts';
import { createTopic } from '../../../engine/topic.ts';
import { tumblingWindows } from '../../../engine/windows.ts';
import type { StatisticsFigure } from '../figure.ts';
import { addSums, emptySum, invoiceSumSerde } from '../invoice-sum.ts';
import { defaultGraceMs, maxAheadMs, maxBehindMs, sliceMs, windowMs } from '../live-totals/windows.ts';
import {
  type SettlementEntry,
  type SettlementSeries,
  settlementSerde,
  settlementSeriesSerde,
} from '../settlement.ts';
import { SettlementTotalsChanges } from './settlement-totals-changes.ts';
import { settlementTotalsTopic, settlementWindowsTopic } from './topics.ts';

/** Names of state, which must stay the same. */
const stores = { windows: 'settlement-windows-sums', slices: 'settlement-slices-sums' } as const;

/** The operator that knows late settlements. */
export const settlementWindowsOperator: string = stores.windows;

const bySeries = createTopic('settlements-by-series', settlementSeriesSerde, settlementSerde);

/**
 * Totals of payments, credit notes and voided invoices by currency: of all time, of windows and of slices by the time of
 * the event. Those of all time are summed where they are stored.
 */
export const settlementTotals: StatisticsFigure = {
  describeSettlements,
  createChanges: () => new SettlementTotalsChanges(),
};

function describeSettlements(settlements: Stream<string, SettlementEntry>): void {
  const ofSeries = settlements
    .selectKey((_key, { currency, kind }): SettlementSeries => ({ currency, kind }))
    .repartition(bySeries)
    .filterPresent();
  ofSeries.to(settlementTotalsTopic);
  const summing = { serde: invoiceSumSerde, initial: () => emptySum, add: addSums };
  const timely = ofSeries.filter((_key, { aheadMs }) => aheadMs <= maxAheadMs);
  timely
    .groupByKey()
    .windowedBy(tumblingWindows({ sizeMs: windowMs, graceMs: defaultGraceMs }))
    .aggregate({ ...summing, store: stores.windows })
    .toStream()
    .to(settlementWindowsTopic);
  timely
    .filter((_key, { aheadMs }) => aheadMs >= -maxBehindMs)
    .groupByKey()
    .windowedBy(tumblingWindows({ sizeMs: sliceMs, graceMs: defaultGraceMs }))
    .aggregate({ ...summing, store: stores.slices })
    .toStream()
    .to(settlementWindowsTopic);
}
