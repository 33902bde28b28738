import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '#platform/database/database.ts';
import { queueMail } from '#platform/mail/queue-mail.ts';
import { testMails } from '#platform/mail/testing/mail-test-tables.ts';
import type { Random } from '#platform/testing/random.ts';
import { refusedAddress, takenAddress } from './addresses.ts';

/** The mails that were queued. */
export interface QueuedLoad {
  /** Mails of transactions that are known to have committed. */
  queued: number;
  rolledBack: number;
  /** Transactions that failed with the server and were tried again. */
  failures: number;
}

export interface QueueOptions {
  readonly mails: number;
  readonly random: Random;
  /** Waits while so many mails are enough for now. */
  readonly mayGoOn: (queued: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** The kind of the mails of transactions that are rolled back. */
export const rolledBackKind = 'ROLLED_BACK';
const writers = 4;
const mostAtOnce = 12;
const retryAfterMs = 100;

class RolledBack extends Error {}

/** Queues so many mails by several writers, from one to twelve in a transaction. One transaction in five is rolled back. */
export async function queueMails(database: Database, load: QueuedLoad, options: QueueOptions): Promise<void> {
  const { mails, random, signal } = options;
  let begun = 0;
  const write = async () => {
    for (;;) {
      await options.mayGoOn(load.queued);
      signal.throwIfAborted();
      if (begun >= mails) return;
      const isRolledBack = random.chance(20);
      const count = Math.min(random.between(1, mostAtOnce), mails - begun);
      const first = begun;
      if (!isRolledBack) begun += count;
      const numbers = Array.from({ length: count }, (_, nth) => first + nth);
      load.failures += await writeUntilKnown(database, { numbers, isRolledBack, signal });
      if (isRolledBack) load.rolledBack += count;
      else load.queued += count;
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
}

/** Repeats a transaction until its outcome is known: one whose answer was lost is found by the dedupe keys. */
async function writeUntilKnown(
  { db }: Database,
  {
    numbers,
    isRolledBack,
    signal,
  }: { numbers: readonly number[]; isRolledBack: boolean; signal: AbortSignal },
): Promise<number> {
  for (let failures = 0; ; failures += 1) {
    try {
      await db.transaction(async (tx) => {
        for (const number of numbers) {
          await queueMail(tx, testMails, {
            kind: isRolledBack ? rolledBackKind : 'TEST',
            about: { number: String(number) },
            recipient: number % 100 === 99 ? refusedAddress : takenAddress,
            ...(!isRolledBack && { dedupeKey: `mail:${number}` }),
          });
        }
        if (isRolledBack) throw new RolledBack();
      });
      return failures;
    } catch (error) {
      if (error instanceof RolledBack) return failures;
      signal.throwIfAborted();
      await delay(retryAfterMs);
    }
  }
}
