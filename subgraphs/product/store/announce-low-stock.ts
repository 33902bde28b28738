import { v7 as uuid } from 'uuid';
import type { Transaction } from '#platform/database/transaction.ts';
import { writeToOutbox } from '#platform/outbox/write-to-outbox.ts';
import { formatQuantity } from '#schema/quantity.ts';
import { stockLow } from '#schema/work-events/stock-low.ts';
import { workOutbox } from '../tables.ts';

/**
 * Announces that a product's stock has fallen to its threshold. The movement has locked the product, so that events of one
 * product never wait for each other in a circle.
 */
export function announceLowStock(
  tx: Transaction,
  product: {
    readonly productId: string;
    readonly sku: string;
    readonly stockE4: bigint;
    readonly lowStockE4: bigint;
  },
): Promise<void> {
  const { productId, sku, stockE4, lowStockE4 } = product;
  const eventId = uuid();
  const event = {
    productId,
    sku,
    stock: formatQuantity(stockE4),
    lowAt: formatQuantity(lowStockE4),
    movedAt: new Date().toISOString(),
  };
  return writeToOutbox(tx, workOutbox, {
    eventId,
    ...stockLow.encode(event, { id: eventId, source: '/product' }),
  });
}
