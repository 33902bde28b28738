import { and, type SQL, sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { boundFileReading, readCursor } from '#platform/downloads/read-cursor.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter, InvoiceOrder } from '../generated/types.ts';
import { narrowSearch } from '../search/narrow-search.ts';
import { toSelection } from '../store/invoice-filter.ts';
import { type OrderPart, toListOrder } from '../store/invoice-order.ts';
import { isInClass, listClasses } from '../store/list-class.ts';
import { invoices } from '../tables.ts';
import type { ExportedInvoice } from './to-row.ts';

/** All invoices that pass a filter, in the order of a list. */
export interface WholeList {
  readonly filter: Readable<InvoiceFilter> | null;
  readonly orderBy: InvoiceOrder | null;
  readonly today: string;
}

/**
 * Reads a whole list in its order, some invoices at a time, from cursors of the database. To be called in a transaction that is
 * REPEATABLE READ, so that all of it is of one moment.
 */
export async function* readWholeList(
  tx: Transaction,
  { filter, orderBy, today }: WholeList,
): AsyncGenerator<ExportedInvoice[], void, undefined> {
  await boundFileReading(tx);
  const { classes = listClasses, condition } = toSelection(filter, today);
  const found = filter?.search ? await narrowSearch(tx, filter.search) : undefined;
  const { parts, direction } = toListOrder(orderBy);
  for (const part of parts) {
    const held = classes.filter(part.holds);
    const inClass = held.length === listClasses.length ? undefined : isInClass(...held);
    const where = and(sql`true`, inClass, part.condition, condition, found?.condition);
    const query = sql`select ${columns} from ${invoices} where ${where} order by ${toKeys(part, direction)}`;
    for await (const rows of readCursor<ReadRow>(tx, query)) yield rows.map(toInvoice);
  }
}

/** The order within a part: of invoices without a value the id alone decides. */
function toKeys(part: OrderPart, direction: 'ASC' | 'DESC'): SQL {
  const id = sql`${invoices.id} ${sql.raw(direction)}`;
  return part.name === undefined ? sql`${part.expression} ${sql.raw(direction)}, ${id}` : id;
}

const columns = sql`
  ${invoices.id} as id, ${invoices.number} as number, ${invoices.kind} as kind, ${invoices.status} as status,
  ${invoices.origin} as origin, ${invoices.customerName} as "customerName", ${invoices.customerId} as "customerId",
  ${invoices.customerTaxNumber} as "customerTaxNumber", ${invoices.issueDate}::text as "issueDate",
  ${invoices.dueDate}::text as "dueDate", (extract(epoch from ${invoices.settledAt}) * 1000)::bigint::text as "settledMs",
  ${invoices.currency} as currency, ${invoices.netMinor}::text as net, ${invoices.taxMinor}::text as tax,
  ${invoices.totalMinor}::text as total, ${invoices.paidMinor}::text as paid, ${invoices.creditedMinor}::text as credited,
  ${invoices.externalReference} as "externalReference", ${invoices.note} as note`;

/** A row as the driver gives it. */
type ReadRow = Pick<
  ExportedInvoice,
  | 'id'
  | 'number'
  | 'kind'
  | 'status'
  | 'origin'
  | 'customerName'
  | 'customerId'
  | 'customerTaxNumber'
  | 'issueDate'
  | 'dueDate'
  | 'currency'
  | 'externalReference'
  | 'note'
> &
  Readonly<Record<'net' | 'tax' | 'total' | 'paid' | 'credited', string>> & {
    readonly settledMs: string | null;
  };

function toInvoice({ settledMs, net, tax, total, paid, credited, ...row }: ReadRow): ExportedInvoice {
  return {
    ...row,
    settledAt: settledMs === null ? null : new Date(Number(settledMs)),
    netMinor: BigInt(net),
    taxMinor: BigInt(tax),
    totalMinor: BigInt(total),
    paidMinor: BigInt(paid),
    creditedMinor: BigInt(credited),
  };
}
