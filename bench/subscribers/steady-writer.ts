import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { connectDatabase } from '#platform/database/database.ts';
import { Random } from '#platform/testing/random.ts';
import { type Customer, createCustomers, issueIn } from '../../e2e/testing/data/issued-invoices.ts';
import { nowMs } from './clock.ts';
import type { Written } from './evaluate.ts';

/** Issues invoices at an even pace, each in a transaction of its own, through billing's outbox. */
export interface SteadyWriter {
  readonly customers: readonly Customer[];
  /** The number of invoices of each customer, by its index. */
  readonly counts: readonly number[];
  /** Issues so many a second until the signal aborts, and waits for the last. */
  write(options: { perSecond: number; customers: number; signal: AbortSignal }): Promise<Written>;
  close(): Promise<void>;
}

/** Each year has a series of numbers of its own, so that writers do not wait for each other. */
const issueDates = ['2022-06-01', '2023-06-01', '2024-06-01', '2025-06-01'];

export function createSteadyWriter(url: string, options: { customers: number; seed: number }): SteadyWriter {
  const database = connectDatabase({
    url,
    name: 'writer',
    maxConnections: issueDates.length,
  });
  const customers = createCustomers(options.customers);
  const counts = customers.map(() => 0);
  const random = new Random(options.seed);
  const lines = issueDates.map(() => Promise.resolve());
  let issued = 0;

  async function issue(nth: number, chosen: number, issueDate: string): Promise<number> {
    const customer = customers[chosen];
    if (customer === undefined) throw new RangeError(`There is no customer ${chosen}.`);
    const draft = {
      id: randomUUID(),
      customerId: customer.id,
      customerName: customer.name,
      currency: 'EUR',
      // By which receivers know which it is.
      totalMinor: BigInt(nth),
    };
    let committedAtMs = 0;
    await database.db.transaction(async (tx) => {
      await issueIn(tx, { drafts: [draft], issueDate });
      committedAtMs = nowMs();
    });
    return committedAtMs;
  }

  return {
    customers,
    counts,
    async write({ perSecond, customers: among, signal }) {
      const before = issued;
      const committedAtMs: number[] = [];
      const chosen: number[] = [];
      const startedAt = nowMs();
      for (let nth = 0; !signal.aborted; nth += 1) {
        issued += 1;
        const number = issued;
        const line = number % issueDates.length;
        const customer = random.below(among);
        chosen.push(customer);
        counts[customer] = (counts[customer] ?? 0) + 1;
        lines[line] = (lines[line] ?? Promise.resolve()).then(async () => {
          committedAtMs[nth] = await issue(number, customer, issueDates[line] ?? '');
        });
        const waitMs = startedAt + ((nth + 1) * 1_000) / perSecond - nowMs();
        if (waitMs > 0) await delay(waitMs, undefined, { signal }).catch(() => {});
      }
      await Promise.all(lines);
      return { before, committedAtMs, customers: chosen };
    },
    close: () => database.close(),
  };
}
