import type { Sql } from 'postgres';
import type { RecordKind } from '../mapping/mapping.ts';

/**
 * A record that an undo leaves: an invoice that was paid, voided or changed after it was imported, or a payment that was
 * reversed already (REVERSED) or given back (REFUNDED), by its invoice.
 */
export interface KeptRecord {
  readonly number: string;
  readonly status: string;
}

/** The result of one transaction. */
export interface RemovedPart {
  /** The count of all calls for the job, also earlier ones. */
  readonly removedSoFar: number;
  readonly kept: readonly KeptRecord[];
}

/** The records of a job that are taken back. */
export interface RemovedRecords {
  readonly records: RecordKind;
  readonly instanceId: string;
  /** The seller's day, which reversals have. */
  readonly today: string;
}

/** The maximum number of records of one transaction. */
const maxRecords = 5_000;

type UndoRow = { readonly next_id: string | null; readonly removed_so_far: number; readonly kept: string };

/**
 * Takes a job's records back through billing's own functions, part by part, each in a transaction of its own: invoices are
 * removed, payments get a reversal each. It may be interrupted and begun anew.
 */
export async function* removeImported(sql: Sql, removed: RemovedRecords): AsyncGenerator<RemovedPart, void> {
  let after: string | null = null;
  do {
    const [row]: UndoRow[] = await sql<UndoRow[]>`
      select next_id, removed_so_far::float8 as removed_so_far, kept::text as kept
      from ${callUndo(sql, removed, after)}`;
    if (row === undefined) throw new TypeError('Billing did not answer the undo.');
    yield { removedSoFar: row.removed_so_far, kept: JSON.parse(row.kept) as KeptRecord[] };
    after = row.next_id;
  } while (after !== null);
}

function callUndo(sql: Sql, { records, instanceId, today }: RemovedRecords, after: string | null) {
  return records === 'invoices'
    ? sql`billing.undo_import(${instanceId}::uuid, ${after}::uuid, ${maxRecords})`
    : sql`billing.undo_payments(${instanceId}::uuid, ${today}::date, ${after}::uuid, ${maxRecords})`;
}
