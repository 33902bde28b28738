import type { ISql } from 'postgres';
import type { ImportedTotal } from '#schema/facturation/imported-totals.ts';
import { toMessageKey } from '#schema/facturation/message.ts';
import { isOutputOf, type Output } from '../../../engine/topic.ts';
import type { FigureChanges } from '../figure.ts';
import { Grid } from '../grid.ts';
import { toJsonRows } from '../json-rows.ts';
import {
  addCustomerSums,
  type CustomerKey,
  type CustomerSum,
  toCustomerSum,
  toImportedSum,
} from './customer-sum.ts';
import { customerInvoicesTopic } from './topics.ts';

/** Sums the invoices of each customer, to be added to the stored sums. */
export class CustomerTotalsChanges implements FigureChanges {
  readonly #customers = new Grid<string, CustomerKey & CustomerSum>();

  collect(output: Output): boolean {
    if (!isOutputOf(output, customerInvoicesTopic)) return false;
    const { key, value, timestampMs } = output;
    if (key !== null && value !== null) this.#add(key, toCustomerSum(value, timestampMs));
    return true;
  }

  addImported(total: ImportedTotal, nowMs: number): void {
    this.#add({ customerKey: toMessageKey(total), currency: total.currency }, toImportedSum(total, nowMs));
  }

  customers(): (CustomerKey & CustomerSum)[] {
    return this.#customers.values();
  }

  write(tx: ISql): Promise<unknown>[] {
    const customers = this.customers();
    return customers.length === 0 ? [] : [addToCustomers(tx, customers)];
  }

  #add({ customerKey, currency }: CustomerKey, added: CustomerSum): void {
    const before = this.#customers.get(customerKey, currency);
    const sum = before === undefined ? added : addCustomerSums(before, added);
    this.#customers.set(customerKey, currency, { customerKey, currency, ...sum });
  }
}

/** Batches of other partitions may add to the same customers; all lock them in the same order, so that no deadlock arises. */
function addToCustomers(tx: ISql, customers: readonly (CustomerKey & CustomerSum)[]): Promise<unknown> {
  return tx`
    insert into customers as stored (
      customer_key, currency, customer_name, named_at_ms, count, amount_minor, simulated_count, simulated_minor)
    select "customerKey", currency, "customerName", "namedAtMs", count, "amountMinor",
      (simulated->>'count')::bigint, (simulated->>'amountMinor')::numeric
    from json_to_recordset(${toJsonRows(customers)}::text::json) as added(
      "customerKey" text, currency text, "customerName" text, "namedAtMs" bigint, count bigint, "amountMinor" numeric,
      simulated json)
    order by "customerKey" collate "C", currency collate "C"
    on conflict (customer_key, currency) do update set
      customer_name = case
        when excluded.named_at_ms >= stored.named_at_ms then excluded.customer_name else stored.customer_name end,
      named_at_ms = greatest(stored.named_at_ms, excluded.named_at_ms),
      count = stored.count + excluded.count,
      amount_minor = stored.amount_minor + excluded.amount_minor,
      simulated_count = stored.simulated_count + excluded.simulated_count,
      simulated_minor = stored.simulated_minor + excluded.simulated_minor`;
}
