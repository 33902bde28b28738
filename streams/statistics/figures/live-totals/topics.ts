import { windowedSerde } from '../../../engine/serde.ts';
import { createTopic } from '../../../engine/topic.ts';
import { type InvoiceSum, invoiceSumSerde } from '../invoice-sum.ts';
import { type Series, seriesSerde } from './series.ts';

const windowKeySerde = windowedSerde(seriesSerde);

/** The updates of the totals of all time. */
export const totalsTopic = createTopic<Series, InvoiceSum>('totals', seriesSerde, invoiceSumSerde);
/** The updates of the windows that are shown. */
export const windowsTopic = createTopic('windows', windowKeySerde, invoiceSumSerde);
/** The updates of the slices that make the sliding figure. */
export const slicesTopic = createTopic('slices', windowKeySerde, invoiceSumSerde);
