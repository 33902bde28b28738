import type { Checked } from '#kernel/input-problems.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { DocumentDetails } from '../domain/document-details.ts';
import type { HistoryDetails } from '../domain/history.ts';
import type { PricedDraft } from '../domain/price-draft.ts';
import type { InvoicedCustomer } from '../domain/reference.ts';
import { invoices } from '../tables.ts';
import { insertLines, toFigureColumns } from './insert-lines.ts';
import { writeHistory } from './write-history.ts';

/** A draft that is not written yet. */
export interface NewDraft extends DocumentDetails {
  readonly customer: InvoicedCustomer;
  readonly currency: string;
  readonly priced: PricedDraft;
  readonly dueDate: string | null;
  readonly externalReference: string | null;
  readonly note: string | null;
}

/** The id of a new draft, and what its history tells of its making. */
interface Making {
  readonly id: string;
  readonly actor: string;
  readonly now: Date;
  readonly details?: HistoryDetails;
}

/** Writes a draft with its lines and the first event of its history, and gives its id. */
export async function insertDraft(
  tx: Transaction,
  draft: NewDraft,
  { id, actor, now, details }: Making,
): Promise<Checked<string>> {
  const { customer, priced, ...columns } = draft;
  await tx.insert(invoices).values({
    id,
    status: 'DRAFT',
    customerId: customer.id,
    customerName: customer.displayName,
    ...columns,
    ...toFigureColumns(priced),
    version: 1,
    createdAt: now,
    updatedAt: now,
  });
  await insertLines(tx, id, priced.lines);
  await writeHistory(tx, {
    invoiceId: id,
    kind: 'CREATED',
    occurredAt: now,
    actor,
    ...(details && { details }),
  });
  return { value: id };
}
