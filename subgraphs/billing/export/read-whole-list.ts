import { and, type SQL, sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter, InvoiceOrder } from '../generated/types.ts';
import { narrowSearch } from '../search/narrow-search.ts';
import { toSelection } from '../store/invoice-filter.ts';
import { type OrderPart, toListOrder } from '../store/invoice-order.ts';
import { isInClass, listClasses } from '../store/list-class.ts';
import { invoices } from '../tables.ts';
import type { ExportedInvoice } from './to-row.ts';

/** So many invoices are read by one statement. */
const batchSize = 1_000;
/** The longest that one statement may run, in milliseconds: the first one of a part sorts all of it. */
const statementMs = 60_000;
/** The longest that a reader of the file may let the transaction wait, in milliseconds. */
const readerMs = 120_000;

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
  await tx.execute(sql.raw(`set local statement_timeout = ${statementMs}`));
  await tx.execute(sql.raw(`set local idle_in_transaction_session_timeout = ${readerMs}`));
  // All of the list is read, so that sorting it may be better than reading an index in order.
  await tx.execute(sql`set local cursor_tuple_fraction = 1`);
  await tx.execute(sql`set local work_mem = '32MB'`);
  const { classes = listClasses, condition } = toSelection(filter, today);
  const found = filter?.search ? await narrowSearch(tx, filter.search) : undefined;
  const { parts, direction } = toListOrder(orderBy);
  for (const part of parts) {
    const held = classes.filter(part.holds);
    const inClass = held.length === listClasses.length ? undefined : isInClass(...held);
    const where = and(sql`true`, inClass, part.condition, condition, found?.condition);
    yield* readCursor(
      tx,
      sql`select ${columns} from ${invoices} where ${where} order by ${toKeys(part, direction)}`,
    );
  }
}

/** The order within a part: of invoices without a value the id alone decides. */
function toKeys(part: OrderPart, direction: 'ASC' | 'DESC'): SQL {
  const id = sql`${invoices.id} ${sql.raw(direction)}`;
  return part.name === undefined ? sql`${part.expression} ${sql.raw(direction)}, ${id}` : id;
}

async function* readCursor(tx: Transaction, query: SQL): AsyncGenerator<ExportedInvoice[], void, undefined> {
  await tx.execute(sql`declare whole_list no scroll cursor for ${query}`);
  for (;;) {
    const rows = await tx.execute<ReadRow>(sql.raw(`fetch ${batchSize} from whole_list`));
    if (rows.length > 0) yield rows.map(toInvoice);
    if (rows.length < batchSize) break;
  }
  await tx.execute(sql`close whole_list`);
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
