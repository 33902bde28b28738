import { and, type SQL, sql } from '#platform/database/drizzle.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { hasBalance } from '../store/settlement-condition.ts';
import { invoices } from '../tables.ts';

/** The open balances of a customer in one currency, in minor units, by the days since they were due. */
export interface Ageing {
  readonly currency: string;
  readonly invoiceCount: number;
  readonly balanceMinor: bigint;
  readonly notDueMinor: bigint;
  readonly days1To30Minor: bigint;
  readonly days31To60Minor: bigint;
  readonly days61To90Minor: bigint;
  readonly over90DaysMinor: bigint;
}

type AgeingRow = { readonly id: string; readonly currency: string; readonly count: string } & Readonly<
  Record<'all' | 'notDue' | 'to30' | 'to60' | 'to90' | 'over90', string>
>;

/**
 * The open balances of several customers, in the order of their ids, by one statement.
 *
 * @param today the seller's day; an invoice is overdue by one day on the day after it was due
 */
export async function loadAgeing(
  db: Reader,
  customerIds: readonly string[],
  today: string,
): Promise<Ageing[][]> {
  const { customerId, currency, totalMinor, paidMinor, creditedMinor, dueDate } = invoices;
  const balance = sql`sum(${totalMinor} - ${paidMinor} - ${creditedMinor})`;
  const overdueDays = sql`(${today}::date - ${dueDate})`;
  const sumWhere = (condition: SQL) => sql`coalesce(${balance} filter (where ${condition}), 0)::text`;
  const rows = await db.execute<AgeingRow>(sql`
    select ${customerId} as id, ${currency} as currency, count(*)::text as count, ${balance}::text as all,
      ${sumWhere(sql`(${overdueDays} > 0) is not true`)} as "notDue",
      ${sumWhere(sql`${overdueDays} between 1 and 30`)} as to30,
      ${sumWhere(sql`${overdueDays} between 31 and 60`)} as to60,
      ${sumWhere(sql`${overdueDays} between 61 and 90`)} as to90,
      ${sumWhere(sql`${overdueDays} > 90`)} as over90
    from ${invoices}
    where ${and(sql`${customerId} = any (${toPgArray(customerIds)}::uuid[])`, hasBalance())}
    group by ${customerId}, ${currency} order by ${currency}`);
  const byCustomer = Map.groupBy(rows, ({ id }) => id);
  return customerIds.map((id) => (byCustomer.get(id) ?? []).map(toAgeing));
}

function toAgeing(row: AgeingRow): Ageing {
  return {
    currency: row.currency,
    invoiceCount: Number(row.count),
    balanceMinor: BigInt(row.all),
    notDueMinor: BigInt(row.notDue),
    days1To30Minor: BigInt(row.to30),
    days31To60Minor: BigInt(row.to60),
    days61To90Minor: BigInt(row.to90),
    over90DaysMinor: BigInt(row.over90),
  };
}
