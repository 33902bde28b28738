import { v7 as uuid } from 'uuid';
import type { Transaction } from '#platform/database/transaction.ts';
import { writeToOutbox } from '#platform/outbox/write-to-outbox.ts';
import { formatQuantity } from '#schema/quantity.ts';
import { stockLow } from '#schema/work-events/stock-low.ts';
import { isNowLow } from '../domain/low-stock.ts';
import { workOutbox } from '../tables.ts';

/** A product whose stock a movement has changed. */
export interface MovedStock {
  readonly productId: string;
  readonly sku: string;
  /** Ten-thousandths of a unit; the stock after the movement. */
  readonly stockE4: bigint;
  readonly changeE4: bigint;
  readonly lowStockE4: bigint | null;
}

/**
 * Announces the products whose stock has just fallen to its threshold. The movements have locked the products, so that events of one
 * product never wait for each other in a circle.
 */
export function announceLowStock(tx: Transaction, moved: readonly MovedStock[]): Promise<void> {
  const movedAt = new Date().toISOString();
  const messages = moved.flatMap(({ productId, sku, stockE4, changeE4, lowStockE4: lowAt }) => {
    if (lowAt === null || !isNowLow({ before: stockE4 - changeE4, after: stockE4, lowAt })) return [];
    const eventId = uuid();
    const event = { productId, sku, stock: formatQuantity(stockE4), lowAt: formatQuantity(lowAt), movedAt };
    return { eventId, ...stockLow.encode(event, { id: eventId, source: '/product' }) };
  });
  return writeToOutbox(tx, workOutbox, messages);
}
