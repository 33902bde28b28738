import type { Sql } from 'postgres';
import { toMessageKey } from '#schema/facturation/message.ts';
import { loadPositions, loadReceived, PositionError, pageSize } from '../received/load-received.ts';
import { moveTo } from '../received/positions.ts';
import type { ReceivedInvoice } from '../received/received-invoice.ts';

/** The keys of customers whose totals may have changed; `any` if that is not known. */
export type ChangedCustomers = ReadonlySet<string> | 'any';

/** After so many pages it is quicker to check all customers than to read on. */
const maxPages = 4;

/**
 * Creates a function that finds, at each call, the customers whose totals may have changed since the last one: those of
 * the invoices received since, or `any` if invoices were imported or settled, if there are too many, or if some are no longer kept.
 * The first call finds `any`.
 */
export function createChangedCustomers(sql: Sql): () => Promise<ChangedCustomers> {
  let positions: bigint[] | undefined;
  let othersBefore: string | undefined;

  async function readOn(from: bigint[]): Promise<ChangedCustomers> {
    const keys = new Set<string>();
    for (let page = 0; page < maxPages; page += 1) {
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
    // Only invoices are kept with their customers: imports come in sums of many, and payments are read for the sums alone.
    const others = await countOthers(sql);
    const from = others === othersBefore ? positions : undefined;
    othersBefore = others;
    // A failure below may lose changes: the next call then finds `any`.
    positions = undefined;
    const changed = from === undefined ? 'any' : await readOn(from).catch(toAny);
    positions = changed === 'any' ? await loadPositions(sql) : from;
    return changed;
  };
}

/** The number of records so far that change totals and are not invoices. */
async function countOthers(sql: Sql): Promise<string> {
  const [row] = await sql<
    { others: string }[]
  >`select sum(imported + settled)::text as others from partition_progress`;
  return row?.others ?? '0';
}

/** Invoices that are no longer kept may have been of any customer. */
function toAny(error: unknown): ChangedCustomers {
  if (error instanceof PositionError) return 'any';
  throw error;
}

function toKey({ customerId, customerName }: ReceivedInvoice): string {
  return toMessageKey({ customerName, ...(customerId !== null && { customerId }) });
}
