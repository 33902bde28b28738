import assert from 'node:assert/strict';
import type { Sql } from 'postgres';

/**
 * Compares what both databases say once no task is pending: each product's stock is the sum of its journal, and it holds
 * back exactly what issued invoices have less what credit notes gave back.
 */
export async function auditStock(billing: Sql, product: Sql): Promise<void> {
  const journals = await product<{ id: string; stock: string; sum: string; held: string }[]>`
    select id, stock_e4::text as stock,
      (select coalesce(sum(change_e4), 0)::text from stock_movements where product_id = products.id) as sum,
      (select coalesce(-sum(change_e4), 0)::text from stock_movements
        where product_id = products.id and kind in ('RESERVATION', 'RELEASE')) as held
    from products where is_stock_tracked order by id`;
  const tracked = new Set(journals.map(({ id }) => id));
  for (const { id, stock, sum } of journals) assert.equal(stock, sum, `the journal of ${id}`);
  const invoiced = await billing<{ id: string; held: string }[]>`
    select product_id as id, sum(quantity_e4)::text as held
    from invoice_lines join invoices on invoices.id = invoice_lines.invoice_id
    where product_id is not null and status in ('ISSUED', 'PAID') and origin = 'OWN'
    group by product_id having sum(quantity_e4) <> 0 order by product_id`;
  assert.deepEqual(
    journals.filter(({ held }) => held !== '0').map(({ id, held }) => ({ id, held })),
    invoiced.filter(({ id }) => tracked.has(id)),
  );
}
