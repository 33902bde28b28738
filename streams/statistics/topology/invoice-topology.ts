import { FACTURATION } from '#schema/facturation/message.ts';
import { structSerde, textSerde, windowedSerde } from '../../engine/serde.ts';
import { createTopic } from '../../engine/topic.ts';
import type { Topology } from '../../engine/topology.ts';
import { TopologyBuilder } from '../../engine/topology-builder.ts';
import { tumblingWindows } from '../../engine/windows.ts';
import { type Figures, figuresSerde, noFigures } from './figures.ts';
import { type Invoice, invoiceSerde } from './invoice.ts';
import { type Series, seriesSerde } from './series.ts';

/** The size of the windows shown. */
export const windowMs = 5_000;
/** The size of the slices of which the sliding figure is made; it is exact to one of them. */
export const sliceMs = 100;
/** How long after its end, in stream time, a window still takes invoices. */
export const defaultGraceMs = 10_000;
/**
 * An invoice issued further in the future than this is in the totals and in no window: it would carry stream time there,
 * and every right invoice until then would come too late.
 */
export const mostAheadMs = 60_000;

/**
 * An invoice issued longer ago than this is in no slice: the sliding figure is of the clock's last seconds, and will not
 * come back to it. A log that is read from its start has many such.
 */
const mostBehindMs = 60_000;

/** Names of state, which must stay the same. */
export const stores = {
  totals: 'totals',
  windows: 'windows',
  slices: 'slices',
} as const;

/** A customer's invoices in one currency. */
export interface CustomerKey {
  readonly customerKey: string;
  readonly currency: string;
}

const customerKeySerde = structSerde<CustomerKey>({ customerKey: textSerde, currency: textSerde });
const bySeries = createTopic('invoices-by-currency', seriesSerde, invoiceSerde);
const windowKeySerde = windowedSerde(seriesSerde);

/** What the topology reads: invoices by the log's key, at their time of issue. */
export const invoiceTopic = createTopic<string, Invoice>(FACTURATION, textSerde, invoiceSerde);
/** The updates that it gives out. */
export const totalsTopic = createTopic<Series, Figures>('totals', seriesSerde, figuresSerde);
export const windowsTopic = createTopic('windows', windowKeySerde, figuresSerde);
export const slicesTopic = createTopic('slices', windowKeySerde, figuresSerde);
/** Each invoice by its customer and currency, to be summed over all partitions where the figures are kept. */
export const customerInvoicesTopic = createTopic('customer-invoices', customerKeySerde, invoiceSerde);

function addInvoice({ count, amountMinor }: Figures, invoice: Invoice): Figures {
  return { count: count + 1, amountMinor: amountMinor + invoice.amountMinor };
}

/**
 * Totals by currency and by currency and window, the simulated invoices of each apart, for one partition; and its invoices by customer and currency. The log's key
 * does not decide where a customer is counted: a partition's invoices are added to what all partitions have of a customer.
 */
export function createInvoiceTopology({ graceMs = defaultGraceMs } = {}): Topology {
  const builder = new TopologyBuilder();
  const source = builder.stream(invoiceTopic).filterPresent();

  const ofSeries = source
    .selectKey((_key, { currency, isSimulated }): Series => ({ currency, isSimulated }))
    .repartition(bySeries)
    .filterPresent();
  const summing = { serde: figuresSerde, initial: () => noFigures, add: addInvoice };
  ofSeries
    .groupByKey()
    .aggregate({ ...summing, store: stores.totals })
    .toStream()
    .to(totalsTopic);
  const timely = ofSeries.filter((_key, { aheadMs }) => aheadMs <= mostAheadMs);
  timely
    .groupByKey()
    .windowedBy(tumblingWindows({ sizeMs: windowMs, graceMs }))
    .aggregate({ ...summing, store: stores.windows })
    .toStream()
    .to(windowsTopic);
  timely
    .filter((_key, { aheadMs }) => aheadMs >= -mostBehindMs)
    .groupByKey()
    .windowedBy(tumblingWindows({ sizeMs: sliceMs, graceMs }))
    .aggregate({ ...summing, store: stores.slices })
    .toStream()
    .to(slicesTopic);

  source
    .selectKey((_key, { customerKey, currency }) => ({ customerKey, currency }))
    .to(customerInvoicesTopic);
  return builder.build();
}
