import { structSerde, textSerde } from '../../../engine/serde.ts';
import { createTopic } from '../../../engine/topic.ts';
import type { CustomerKey } from '../customer-totals/customer-sum.ts';
import { settlementSerde } from '../settlement.ts';

const customerKeySerde = structSerde<CustomerKey>({ customerKey: textSerde, currency: textSerde });

/** Each settlement by its customer and currency. */
export const customerSettlementsTopic = createTopic(
  'customer-settlements',
  customerKeySerde,
  settlementSerde,
);
