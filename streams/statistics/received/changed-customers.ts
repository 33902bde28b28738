import type { Sql } from 'postgres';
import { toMessageKey } from '#schema/facturation/message.ts';
import { loadPositions, loadReceived, PositionError, pageSize } from './load-received.ts';
import { moveTo } from './positions.ts';
import type { ReceivedInvoice } from './received-invoice.ts';

/** Whose totals may have changed: these customers', by their keys, or anybody's. */
export type ChangedCustomers = ReadonlySet<string> | 'any';

/** After so many pages it is quicker to look at all customers than to read on. */
const mostPages = 4;

/**
 * Creates what tells, at each call, whose totals may have changed since the last one: the customers of the invoices
 * received since, or anybody's if invoices were imported. The first call says anybody's, and so does one that finds too much, or not all of it any more.
 */
export function createChangedCustomers(sql: Sql): () => Promise<ChangedCustomers> {
  let positions: bigint[] | undefined;
  let importedBefore: string | undefined;

  async function readOn(from: bigint[]): Promise<ChangedCustomers> {
    const keys = new Set<string>();
    for (let page = 0; page < mostPages; page += 1) {
      const batches = await loadReceived(sql, from);
      let count = 0;
      for (const batch of batches) {
        moveTo(from, batch);
        for (const invoice of batch.invoices) keys.add(toKey(invoice));
        count += batch.invoices.length;
      }
      // With so few, no partition has more.
      if (count < pageSize) return keys;
    }
    return 'any';
  }

  return async () => {
    // Imports are told in sums of many customers, none of whom is kept as one received.
    const imported = await countImported(sql);
    const from = imported === importedBefore ? positions : undefined;
    importedBefore = imported;
    // What a failure comes after may be lost with it.
    positions = undefined;
    const changed = from === undefined ? 'any' : await readOn(from).catch(toAnybody);
    positions = changed === 'any' ? await loadPositions(sql) : from;
    return changed;
  };
}

/** How many records with totals of imported invoices there were. */
async function countImported(sql: Sql): Promise<string | undefined> {
  const [row] = await sql<
    { imported: string }[]
  >`select sum(imported)::text as imported from partition_progress`;
  return row?.imported ?? '0';
}

/** What is no longer kept, or was never, may have been anybody's. */
function toAnybody(error: unknown): ChangedCustomers {
  if (error instanceof PositionError) return 'any';
  throw error;
}

function toKey({ customerId, customerName }: ReceivedInvoice): string {
  return toMessageKey({ customerName, ...(customerId !== null && { customerId }) });
}
