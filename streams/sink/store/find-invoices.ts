import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  ilike,
  inArray,
  lt,
  lte,
  type SQL,
  sql,
} from '#platform/database/drizzle.ts';
import { toContainsPattern } from '#platform/database/like-pattern.ts';
import { invoices } from '../tables.ts';

/** The invoices to list; an undefined member does not restrict them. */
export interface InvoiceFilter {
  readonly number?: string | undefined;
  readonly customer?: string | undefined;
  /** Decimal numbers, ends included. */
  readonly amountMin?: string | undefined;
  readonly amountMax?: string | undefined;
  readonly currency?: string | undefined;
  /** RFC 3339; from is included, to is not. */
  readonly issuedFrom?: string | undefined;
  readonly issuedTo?: string | undefined;
  /** Days, both included. */
  readonly dateFrom?: string | undefined;
  readonly dateTo?: string | undefined;
  readonly simulated?: boolean | undefined;
}

export interface InvoicePage {
  readonly order: 'newest' | 'oldest';
  readonly limit: number;
  /** The sequence at which the page before ended. */
  readonly after?: bigint | undefined;
}

/** An invoice as the sink keeps it. */
export type StoredInvoice = Awaited<ReturnType<typeof findInvoices>>[number];

const columns = {
  sequence: invoices.sequence,
  id: invoices.id,
  invoiceNumber: invoices.invoiceNumber,
  customerName: invoices.customerName,
  customerId: invoices.customerId,
  amount: invoices.amount,
  currency: invoices.currency,
  issuedAt: toRfc3339(sql`${invoices.issuedAt}`),
  issueDate: invoices.issueDate,
  simulated: invoices.isSimulated,
  storedAt: toRfc3339(sql`${invoices.storedAt}`),
};

/** A page of invoices in the order of their arrival. */
export function findInvoices(db: PostgresJsDatabase, filter: InvoiceFilter, page: InvoicePage) {
  const isNewestFirst = page.order === 'newest';
  const beyond = isNewestFirst ? lt : gt;
  return db
    .select(columns)
    .from(invoices)
    .where(
      and(toCondition(filter), page.after === undefined ? undefined : beyond(invoices.sequence, page.after)),
    )
    .orderBy(isNewestFirst ? desc(invoices.sequence) : asc(invoices.sequence))
    .limit(page.limit);
}

/** One invoice by its id. */
export async function findInvoice(db: PostgresJsDatabase, id: string): Promise<StoredInvoice | undefined> {
  const [found] = await db.select(columns).from(invoices).where(eq(invoices.id, id));
  return found;
}

function toCondition(filter: InvoiceFilter): SQL | undefined {
  const when = <Value>(value: Value | undefined, toSql: (value: Value) => SQL) =>
    value === undefined ? undefined : toSql(value);
  return and(
    // Rows from before texts were normalised keep the form in which they are in the CSV files.
    when(filter.number, (number) => inArray(invoices.invoiceNumber, [number, number.normalize('NFD')])),
    when(filter.customer, (text) => ilike(sql`normalize(${invoices.customerName})`, toContainsPattern(text))),
    when(filter.amountMin, (amount) => gte(invoices.amount, amount)),
    when(filter.amountMax, (amount) => lte(invoices.amount, amount)),
    when(filter.currency, (currency) => eq(invoices.currency, currency)),
    when(filter.issuedFrom, (instant) => gte(invoices.issuedAt, instant)),
    when(filter.issuedTo, (instant) => lt(invoices.issuedAt, instant)),
    when(filter.dateFrom, (day) => gte(invoices.issueDate, day)),
    when(filter.dateTo, (day) => lte(invoices.issueDate, day)),
    when(filter.simulated, (simulated) => eq(invoices.isSimulated, simulated)),
  );
}

/** The form that JSON and CSV have: UTC, milliseconds. */
function toRfc3339(instant: SQL): SQL<string> {
  return sql<string>`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
