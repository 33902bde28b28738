import type { InputProblems } from '#kernel/input-problems.ts';
import { formatQuantity } from '#schema/quantity.ts';
import type { InvoicedProduct } from '../domain/reference.ts';
import type { InvoiceLineRow } from '../line-tables.ts';
import type { StockShortage } from './stock-service.ts';
import type { ReservedLine } from './stock-task.ts';

/** The line of an invoice, as far as its stock is concerned. */
type StockedLine = Pick<InvoiceLineRow, 'productId' | 'position' | 'quantityE4'>;

/** The quantities that lines need of products whose stock is tracked, each product once; empty if there are none. */
export function toStockDemand(
  lines: readonly StockedLine[],
  products: ReadonlyMap<string, InvoicedProduct>,
): ReservedLine[] {
  const needed = new Map<string, bigint>();
  for (const { productId, quantityE4 } of lines) {
    if (productId === null || products.get(productId)?.isStockTracked !== true) continue;
    needed.set(productId, (needed.get(productId) ?? 0n) + quantityE4);
  }
  return [...needed].map(([productId, quantityE4]) => ({ productId, quantity: formatQuantity(quantityE4) }));
}

/** Notes each line of a product of which there is too little, in the order of the lines. */
export function noteShortages(
  shortages: readonly StockShortage[],
  lines: readonly StockedLine[],
  products: ReadonlyMap<string, InvoicedProduct>,
  problems: InputProblems,
): void {
  const byProduct = new Map(shortages.map((shortage) => [shortage.productId, shortage]));
  for (const { productId, position } of lines) {
    const shortage = productId === null ? undefined : byProduct.get(productId);
    if (shortage === undefined || productId === null) continue;
    const { available, requested } = shortage;
    const sku = products.get(productId)?.sku ?? productId;
    const message = `Line ${position}: ${available} of ${sku} are in stock, and the invoice needs ${requested}.`;
    problems.at('lines', position - 1, 'quantity').add('INSUFFICIENT_STOCK', message);
  }
}
