import type { Sql } from 'postgres';

/** An invoice that an undo leaves: it was paid, voided or changed after it was imported. */
export interface KeptInvoice {
  readonly number: string;
  readonly status: string;
}

/** The result of one transaction. */
export interface RemovedPart {
  /** The count of all calls for the job, also earlier ones. */
  readonly removedSoFar: number;
  readonly kept: readonly KeptInvoice[];
}

/** The maximum number of invoices of one transaction. */
const maxInvoices = 5_000;

type UndoRow = { readonly next_id: string | null; readonly removed_so_far: number; readonly kept: string };

/**
 * Removes a job's invoices through billing's own function, part by part, each in a transaction of its own. It may be interrupted
 * and begun anew.
 */
export async function* removeImported(sql: Sql, instanceId: string): AsyncGenerator<RemovedPart, void> {
  let after: string | null = null;
  do {
    const [row]: UndoRow[] = await sql<UndoRow[]>`
      select next_id, removed_so_far::float8 as removed_so_far, kept::text as kept
      from billing.undo_import(${instanceId}::uuid, ${after}::uuid, ${maxInvoices})`;
    if (row === undefined) throw new TypeError('undo_import answered nothing.');
    yield { removedSoFar: row.removed_so_far, kept: JSON.parse(row.kept) as KeptInvoice[] };
    after = row.next_id;
  } while (after !== null);
}
