import type { ISql } from 'postgres';
import { isOutputOf, type Output } from '../../../engine/topic.ts';
import type { FigureChanges } from '../figure.ts';
import { Grid } from '../grid.ts';
import { addSums, emptySum } from '../invoice-sum.ts';
import { toJsonRows } from '../json-rows.ts';
import { type SettledSum, settlementSeriesSerde } from '../settlement.ts';
import { customerSettlementsTopic } from './topics.ts';

/** Sums the settlements of each customer, to be added to the stored sums. */
export class CustomerSettlementsChanges implements FigureChanges {
  readonly #customers = new Grid<string, SettledSum>();

  collect(output: Output): boolean {
    if (!isOutputOf(output, customerSettlementsTopic)) return false;
    if (output.value !== null) this.addSettled(output.value);
    return true;
  }

  customers(): SettledSum[] {
    return this.#customers.values();
  }

  write(tx: ISql): Promise<unknown>[] {
    const customers = this.customers();
    return customers.length === 0 ? [] : [addToCustomers(tx, customers)];
  }

  addSettled({ customerKey, currency, kind, count, amountMinor }: SettledSum): void {
    const series = settlementSeriesSerde.toText({ currency, kind });
    const sum = addSums(this.#customers.get(customerKey, series) ?? emptySum, { count, amountMinor });
    this.#customers.set(customerKey, series, { customerKey, currency, kind, ...sum });
  }
}

/** Batches of other partitions may add to the same customers; all lock them in the same order, so that no deadlock arises. */
function addToCustomers(tx: ISql, customers: readonly SettledSum[]): Promise<unknown> {
  return tx`
    insert into customer_settlements as stored (customer_key, currency, kind, count, amount_minor)
    select "customerKey", currency, kind, count, "amountMinor"
    from json_to_recordset(${toJsonRows(customers)}::text::json)
      as added("customerKey" text, currency text, kind text, count bigint, "amountMinor" numeric)
    order by "customerKey" collate "C", currency collate "C", kind collate "C"
    on conflict (customer_key, currency, kind) do update set
      count = stored.count + excluded.count, amount_minor = stored.amount_minor + excluded.amount_minor`;
}
