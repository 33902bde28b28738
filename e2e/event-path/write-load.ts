import type { Database } from '#platform/database/database.ts';
import { Random } from '#platform/testing/random.ts';
import { type Customer, createCustomers, issueBatch, thinkOfBatch } from '../testing/data/issued-invoices.ts';

/** The written invoices. */
export interface Load {
  /** Invoices of transactions that are known to have committed. */
  issued: number;
  rolledBack: number;
  /** Transactions that failed with the server and were tried again. */
  failures: number;
}

/** Each writer has a year of its own, as the numbers of a year are given one by one. */
const issueDates = ['2022-06-01', '2023-06-01', '2024-06-01', '2025-06-01'];
const customerCount = 200;

/**
 * Issues so many invoices by several connections at once.
 *
 * @param load counts along
 * @param mayGoOn waits while so many invoices are enough for now
 */
export async function writeLoad(
  database: Database,
  load: Load,
  options: {
    readonly messages: number;
    readonly seed: number;
    readonly mayGoOn: (issued: number) => Promise<void>;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { messages, seed, signal } = options;
  const [first, ...others] = createCustomers(customerCount);
  if (first === undefined) return;
  const customers: [Customer, ...Customer[]] = [first, ...others];
  let begun = 0;
  const write = async (issueDate: string, random: Random) => {
    for (;;) {
      await options.mayGoOn(load.issued);
      if (begun >= messages) return;
      const batch = thinkOfBatch(random, customers, { issueDate, most: messages - begun });
      const count = batch.drafts.length;
      if (!batch.isRolledBack) begun += count;
      load.failures += await issueBatch(database, batch, signal);
      if (batch.isRolledBack) load.rolledBack += count;
      else load.issued += count;
    }
  };
  await Promise.all(issueDates.map((issueDate, nth) => write(issueDate, new Random(seed + nth))));
}
