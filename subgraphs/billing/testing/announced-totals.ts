import assert from 'node:assert/strict';
import type { Sql } from 'postgres';
import { parseEventHeaders } from '#schema/facturation/event.ts';
import { decodeImportedTotals, importedTotalsType } from '#schema/facturation/imported-totals.ts';
import { toMessageKey } from '#schema/facturation/message.ts';

/** By customer and currency: how many invoices, and their sum in minor units. */
export type Sums = Readonly<Record<string, string>>;

const toText = (count: number, minor: bigint) => `${count} invoices, ${minor}`;

/** The totals of each event that waits for the relay, in order, as a reader of the log decodes them. */
export async function readAnnounced(sql: Sql) {
  const rows = await sql<{ value: Uint8Array; headers: Record<string, string>; event_id: string }[]>`
    select value, headers, event_id from billing.outbox where headers->>'ce_type' = ${importedTotalsType}
    order by position`;
  return rows.map(({ value, headers, event_id: id }) => {
    const event = { id, source: '/billing' };
    assert.deepEqual(parseEventHeaders(headers, importedTotalsType), { kind: 'event', event });
    const decoded = decodeImportedTotals(value);
    if (decoded.kind === 'invalid') assert.fail(JSON.stringify(decoded.problems));
    return decoded.totals;
  });
}

/** The sums of all events, without sums of zero. */
export async function sumAnnounced(sql: Sql): Promise<Sums> {
  const sums = new Map<string, { count: number; minor: bigint }>();
  for (const total of (await readAnnounced(sql)).flat()) {
    const key = `${toMessageKey(total)} ${total.currency}`;
    const { count, minor } = sums.get(key) ?? { count: 0, minor: 0n };
    sums.set(key, { count: count + total.count, minor: minor + total.amountMinor });
  }
  const left = [...sums].filter(([, { count, minor }]) => count !== 0 || minor !== 0n);
  return Object.fromEntries(left.map(([key, { count, minor }]) => [key, toText(count, minor)]));
}

/** The sums of the imported invoices in the ledger. */
export async function sumLedger(sql: Sql): Promise<Sums> {
  const rows = await sql<{ key: string; count: number; minor: string }[]>`
    select coalesce(customer_id::text, customer_name) || ' ' || currency as key, count(*)::int as count,
      sum(total_minor)::text as minor
    from billing.invoices where origin = 'IMPORTED' group by 1`;
  return Object.fromEntries(rows.map(({ key, count, minor }) => [key, toText(count, BigInt(minor))]));
}

/** Announces all waiting imports, a few transactions at a time. */
export async function announceAll(sql: Sql): Promise<void> {
  let announced = -1;
  while (announced !== 0) {
    const [row] = await sql<{ announced: number }[]>`select billing.announce_imports(2) as announced`;
    announced = row?.announced ?? 0;
  }
}

/** Undoes an import, this many invoices at a time. */
export async function undoImport(sql: Sql, job: string, most = 100): Promise<void> {
  let after: string | null = null;
  do {
    const [row]: { next: string | null }[] = await sql`
      select next_id as next from billing.undo_import(${job}, ${after}, ${most})`;
    after = row?.next ?? null;
  } while (after !== null);
}
