import type { Sql } from 'postgres';

/** The invoices that billing announced, each customer's in the order of issue. */
export interface Announced {
  /** Invoice numbers in their order, by customer. */
  readonly byCustomer: ReadonlyMap<string, readonly string[]>;
  /** By currency: how many, and their sum in minor units. */
  readonly totals: ReadonlyMap<string, Total>;
}

export interface Total {
  readonly count: number;
  readonly minor: bigint;
}

/**
 * Keeps a copy of each message's place in the outbox, written by the transaction that issues the invoice: the relay
 * deletes the messages themselves.
 *
 * @param sql with the role that sees all
 */
export async function keepAnnouncements(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create schema proof;
    create table proof.announced (position bigint primary key, customer text not null, number text not null);
    create function proof.keep() returns trigger language plpgsql security definer as $$
    begin
      insert into proof.announced values (new.position, new.key, new.headers->>'ce_subject');
      return null;
    end;
    $$;
    create trigger keep after insert on billing.outbox for each row execute function proof.keep();`);
}

export async function loadAnnounced(sql: Sql): Promise<Announced> {
  const customers = await sql<{ customer: string; numbers: string }[]>`
    select customer, json_agg(number order by position)::text as numbers from proof.announced group by customer`;
  const totals = await sql<{ currency: string; count: number; minor: string }[]>`
    select currency, count(*)::int as count, sum(total_minor)::text as minor
    from billing.invoices where status = 'ISSUED' group by currency`;
  return {
    byCustomer: new Map(
      customers.map(({ customer, numbers }) => [customer, JSON.parse(numbers) as string[]]),
    ),
    totals: new Map(totals.map(({ currency, count, minor }) => [currency, { count, minor: BigInt(minor) }])),
  };
}
