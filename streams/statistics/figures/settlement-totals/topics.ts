import { windowedSerde } from '../../../engine/serde.ts';
import { createTopic } from '../../../engine/topic.ts';
import { invoiceSumSerde } from '../invoice-sum.ts';
import { settlementSerde, settlementSeriesSerde } from '../settlement.ts';

const windowKeySerde = windowedSerde(settlementSeriesSerde);

/** Each settlement, to be added to the totals of all time. */
export const settlementTotalsTopic = createTopic('settlement-totals', settlementSeriesSerde, settlementSerde);
/** The updates of the windows that are shown, and of the slices that make the sliding figure. */
export const settlementWindowsTopic = createTopic('settlement-windows', windowKeySerde, invoiceSumSerde);
