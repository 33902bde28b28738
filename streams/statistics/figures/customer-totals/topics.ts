import { structSerde, textSerde } from '../../../engine/serde.ts';
import { createTopic } from '../../../engine/topic.ts';
import { invoiceSerde } from '../invoice.ts';
import type { CustomerKey } from './customer-sum.ts';

const customerKeySerde = structSerde<CustomerKey>({ customerKey: textSerde, currency: textSerde });

/** Each invoice by its customer and currency. */
export const customerInvoicesTopic = createTopic('customer-invoices', customerKeySerde, invoiceSerde);
