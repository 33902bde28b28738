import { asc, eq, isNull, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Log } from '#platform/log/log.ts';
import { pause } from '#platform/waiting/pause.ts';
import type { Clock } from '../clock.ts';
import type { DocumentArchive } from '../documents/document-archive.ts';
import { loadPreparedDocument } from '../documents/prepare-document.ts';
import { type PlatformDepositRow, platformDeposits } from '../lifecycle-tables.ts';
import { applyStatus } from './apply-status.ts';
import { findDepositKey } from './deposit-key.ts';
import type { Platform } from './platform.ts';

export interface LifecycleWorkerOptions {
  readonly db: PostgresJsDatabase;
  readonly platform: Platform;
  readonly archive: Pick<DocumentArchive, 'read'>;
  readonly clock: Clock;
  readonly log: Log;
  /** The pause between rounds, in milliseconds. Default 1,000. */
  readonly pollMs?: number;
}

const maxDeposits = 20;
const maxMessages = 100;

/**
 * Gives documents that wait to the platform, and applies what it tells. Several processes may each have one: a document that is given
 * twice is the same file, and a message that is applied twice has no further effect.
 */
export class LifecycleWorker {
  readonly #options: LifecycleWorkerOptions;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;

  constructor(options: LifecycleWorkerOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  /** Ends after the document or the message under way. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    const { pollMs = 1_000 } = this.#options;
    while (!signal.aborted) {
      await this.#attempt('could not give documents to the platform', () => this.#deposit(signal));
      await this.#attempt('could not apply what the platform told', () => this.#receive(signal));
      await pause(pollMs, signal);
    }
  }

  async #attempt(failure: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (err) {
      this.#options.log.warn({ err }, `${failure}; trying again`);
    }
  }

  async #deposit(signal: AbortSignal): Promise<void> {
    const { db } = this.#options;
    const waiting = await db
      .select()
      .from(platformDeposits)
      .where(isNull(platformDeposits.deliveredAt))
      .orderBy(asc(platformDeposits.requestedAt))
      .limit(maxDeposits);
    for (const deposit of waiting) {
      if (signal.aborted) return;
      // One that fails does not keep the others waiting.
      await this.#attempt('could not give a document to the platform', () => this.#deliver(deposit));
    }
  }

  async #deliver({ invoiceId }: PlatformDepositRow): Promise<void> {
    const { db, platform, archive, clock } = this.#options;
    const key = await findDepositKey(db, invoiceId);
    const bytes = await archive.read(db, key, () => loadPreparedDocument(db, key));
    await platform.deposit(key, bytes);
    await db
      .update(platformDeposits)
      .set({ deliveredAt: clock() })
      .where(eq(platformDeposits.invoiceId, invoiceId));
  }

  async #receive(signal: AbortSignal): Promise<void> {
    const { db, platform, clock, log } = this.#options;
    for (const name of await platform.listMessages(maxMessages)) {
      if (signal.aborted) return;
      const text = await platform.readMessage(name);
      const problems =
        text === undefined ? ['must be a file of at most 64 KiB'] : await applyStatus(db, text, clock());
      if (problems.length === 0) await platform.archiveMessage(name);
      else {
        log.warn({ message: name, problems }, 'a message of the platform was rejected');
        await platform.rejectMessage(name, problems);
      }
    }
  }
}
