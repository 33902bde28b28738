import type { Sql } from 'postgres';

/** The number of invoices of each currency and their sum in minor units, as texts for comparing. */
export type Totals = Readonly<Record<string, string>>;

/** Adds invoices up as `loadTotals` does. */
export class TotalsCounter {
  readonly #sums = new Map<string, { count: number; minor: bigint }>();

  add(currency: string, amountMinor: number): void {
    let sum = this.#sums.get(currency);
    if (sum === undefined) {
      sum = { count: 0, minor: 0n };
      this.#sums.set(currency, sum);
    }
    sum.count += 1;
    sum.minor += BigInt(amountMinor);
  }

  toTotals(): Totals {
    return Object.fromEntries(
      Array.from(this.#sums, ([currency, { count, minor }]) => [currency, `${count} ${minor}`] as const),
    );
  }
}

/** @param table with its schema; ours, never a user's */
export async function loadTotals(sql: Sql, table: string): Promise<Totals> {
  const rows = await sql.unsafe<{ currency: string; figures: string }[]>(
    `select currency, count(*) || ' ' || sum(total_minor) as figures from ${table} group by currency`,
  );
  return Object.fromEntries(rows.map(({ currency, figures }) => [currency, figures]));
}

/** @throws Error that names what differs */
export function checkTotals(contender: string, found: Totals, expected: Totals): void {
  const currencies = new Set([...Object.keys(expected), ...Object.keys(found)]);
  const wrong = [...currencies].filter((currency) => found[currency] !== expected[currency]);
  if (wrong.length === 0) return;
  const parts = wrong.map((currency) => `${currency}: ${found[currency]}, not ${expected[currency]}`);
  throw new Error(`${contender} did not load the file as it is. Count and sum are ${parts.join('; ')}.`);
}
