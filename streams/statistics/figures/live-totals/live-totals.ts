import type { Stream } from '../../../engine/stream.ts';
import { createTopic } from '../../../engine/topic.ts';
import { tumblingWindows } from '../../../engine/windows.ts';
import type { StatisticsFigure } from '../figure.ts';
import { type Invoice, invoiceSerde } from '../invoice.ts';
import { emptySum, type InvoiceSum, invoiceSumSerde } from '../invoice-sum.ts';
import { LiveTotalsChanges } from './live-totals-changes.ts';
import { type Series, seriesSerde } from './series.ts';
import { slicesTopic, totalsTopic, windowsTopic } from './topics.ts';
import { defaultGraceMs, maxAheadMs, maxBehindMs, sliceMs, windowMs } from './windows.ts';

/** Names of state, which must stay the same. */
const stores = { totals: 'totals', windows: 'windows', slices: 'slices' } as const;

/** The operator that knows stream time and late invoices. */
export const windowsOperator: string = stores.windows;

const bySeries = createTopic('invoices-by-currency', seriesSerde, invoiceSerde);

/** Totals of all time, of windows and of slices, each by currency; the simulated invoices apart. */
export const liveTotals: StatisticsFigure = {
  describe,
  createChanges: () => new LiveTotalsChanges(),
};

function describe(invoices: Stream<string, Invoice>): void {
  const ofSeries = invoices
    .selectKey((_key, { currency, isSimulated }): Series => ({ currency, isSimulated }))
    .repartition(bySeries)
    .filterPresent();
  const summing = { serde: invoiceSumSerde, initial: () => emptySum, add: addInvoice };
  ofSeries
    .groupByKey()
    .aggregate({ ...summing, store: stores.totals })
    .toStream()
    .to(totalsTopic);
  const timely = ofSeries.filter((_key, { aheadMs }) => aheadMs <= maxAheadMs);
  timely
    .groupByKey()
    .windowedBy(tumblingWindows({ sizeMs: windowMs, graceMs: defaultGraceMs }))
    .aggregate({ ...summing, store: stores.windows })
    .toStream()
    .to(windowsTopic);
  timely
    .filter((_key, { aheadMs }) => aheadMs >= -maxBehindMs)
    .groupByKey()
    .windowedBy(tumblingWindows({ sizeMs: sliceMs, graceMs: defaultGraceMs }))
    .aggregate({ ...summing, store: stores.slices })
    .toStream()
    .to(slicesTopic);
}

function addInvoice({ count, amountMinor }: InvoiceSum, invoice: Invoice): InvoiceSum {
  return { count: count + 1, amountMinor: amountMinor + invoice.amountMinor };
}
