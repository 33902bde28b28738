import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '#platform/database/database.ts';
import { sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Random } from '#platform/testing/random.ts';
import { formatInvoiceNumber, type InvoiceNumber } from '../../../subgraphs/billing/domain/number.ts';
import { defaultNumberFormats } from '../../../subgraphs/billing/domain/number-format.ts';
import { announceInvoice } from '../../../subgraphs/billing/outbox/announce-invoice.ts';
import { takeNumber } from '../../../subgraphs/billing/store/take-number.ts';

/** Invoices that are issued in one transaction: all or none. */
export interface Batch {
  readonly drafts: readonly Draft[];
  /** Of the invoices' series; each writer has one, so that writers wait for each other by the customers alone. */
  readonly issueDate: string;
  /** True if the transaction is to be rolled back as its last act. */
  readonly isRolledBack: boolean;
}

interface Draft {
  readonly id: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly currency: string;
  readonly totalMinor: bigint;
}

/** Where drafts come from. */
export interface Customer {
  readonly id: string;
  readonly name: string;
}

const currencies = ['EUR', 'USD', 'JPY'] as const;
const mostDrafts = 40;
const rolledBackPercent = 4;
const retryAfterMs = 50;

export function createCustomers(count: number): Customer[] {
  return Array.from({ length: count }, (_, nth) => ({
    id: randomUUID(),
    name: `Café "${nth}"; Söhne, Ltd.`,
  }));
}

/** Thinks of invoices, at most so many. */
export function thinkOfBatch(
  random: Random,
  customers: readonly [Customer, ...Customer[]],
  of: { readonly issueDate: string; readonly most: number },
): Batch {
  const count = random.between(1, Math.min(mostDrafts, of.most));
  const drafts = Array.from({ length: count }, (): Draft => {
    const { id, name } = random.oneOf(customers);
    return {
      id: randomUUID(),
      customerId: id,
      customerName: name,
      currency: random.oneOf(currencies),
      totalMinor: BigInt(random.between(1, 9_999_999)),
    };
  });
  return { drafts, issueDate: of.issueDate, isRolledBack: random.chance(rolledBackPercent) };
}

class Rollback extends Error {}

/**
 * Issues a batch as billing does, and tries the whole transaction again for as long as the database fails. A transaction
 * whose answer was lost may have committed; then its drafts are there, and it is not done again.
 *
 * @returns how many attempts failed
 */
export async function issueBatch(database: Database, batch: Batch, signal: AbortSignal): Promise<number> {
  for (let failures = 0; ; failures += 1) {
    signal.throwIfAborted();
    try {
      await database.db.transaction(async (tx) => {
        const isNew = await issueIn(tx, batch);
        if (isNew && batch.isRolledBack) throw new Rollback();
      });
      return failures;
    } catch (error) {
      if (error instanceof Rollback) return failures;
      if (!isOfServer(error)) throw error;
      await delay(retryAfterMs, undefined, { signal });
    }
  }
}

/**
 * Issues a batch in a transaction, as billing does: drafts, then numbers, then messages.
 *
 * @returns false when its drafts are there already; then nothing is done
 */
export async function issueIn(tx: Transaction, batch: Omit<Batch, 'isRolledBack'>): Promise<boolean> {
  if (!(await insertDrafts(tx, batch))) return false;
  await freeze(tx, batch);
  return true;
}

/** @returns false when they are there already */
async function insertDrafts(tx: Transaction, { drafts }: Pick<Batch, 'drafts'>): Promise<boolean> {
  const rows = toJson(drafts.map((draft) => ({ ...draft, lineId: randomUUID() })));
  const inserted = await tx.execute(sql`
    insert into billing.invoices (id, status, customer_id, customer_name, currency, line_count, net_minor, tax_minor,
      total_minor, version, created_at, updated_at)
    select id, 'DRAFT', "customerId", "customerName", currency, 1, "totalMinor", 0, "totalMinor", 1, now(), now()
    from json_to_recordset(${rows}::text::json) as draft(
      id uuid, "customerId" uuid, "customerName" text, currency text, "totalMinor" bigint)
    on conflict (id) do nothing returning id`);
  if (inserted.length === 0) return false;
  await tx.execute(sql`
    insert into billing.invoice_lines (id, invoice_id, position, description, quantity_e4, unit, unit_price_micro,
      tax_rate_milli, net_minor, tax_minor)
    select "lineId", id, 1, 'Work', 10000, 'h', "totalMinor" * 1000000, 0, "totalMinor", 0
    from json_to_recordset(${rows}::text::json) as draft("lineId" uuid, id uuid, "totalMinor" bigint)`);
  return true;
}

/** Numbers and freezes the invoices, then leaves their messages, in the order of keys that the outbox asks for. */
async function freeze(tx: Transaction, { drafts, issueDate }: Omit<Batch, 'isRolledBack'>): Promise<void> {
  const issuedAt = new Date();
  // Sent without waiting for each other's answers: the connection carries them out in this order.
  const taken = await Promise.all(drafts.map(() => takeNumber(tx, 'INVOICE', issueDate, format)));
  const issued = drafts.map((draft, nth) => ({
    ...draft,
    issuedAt,
    issueDate,
    ...toIssued(taken[nth]?.number, issueDate),
  }));
  await tx.execute(sql`
    update billing.invoices as invoice set status = 'ISSUED', series = issued.series, sequence = issued.sequence,
      number = issued.number, issue_date = ${issueDate}, issued_at = ${issuedAt.toISOString()},
      customer_address_lines = '{Street 1}', customer_country_code = 'DE', version = 2, updated_at = now()
    from json_to_recordset(${toJson(issued)}::text::json) as issued(
      id uuid, series int, sequence int, number text)
    where invoice.id = issued.id`);
  const ordered = issued.toSorted((a, b) => (a.customerId < b.customerId ? -1 : 1));
  await Promise.all(ordered.map((invoice) => announceInvoice(tx, invoice)));
}

const format = defaultNumberFormats.INVOICE;

function toIssued(number: InvoiceNumber | undefined, issueDate: string) {
  if (number === undefined) throw new Error(`The series of ${issueDate} takes no more.`);
  return { ...number, number: formatInvoiceNumber(number, format) };
}

function toJson(rows: readonly object[]): string {
  return JSON.stringify(rows, (_name, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

/** Errors after a kill of the server: a lost or refused connection, or a server that starts or stops. */
const passing = /^(CONNECTION_|CONNECT_|ECONN|EPIPE|ETIMEDOUT|08|53|57|40)/;

function isOfServer(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && passing.test(error.code)) return true;
  return isOfServer(error.cause);
}
