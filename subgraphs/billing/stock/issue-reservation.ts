import { DirectoryUnavailableError } from '#kernel/directories/directory-unavailable-error.ts';
import type { InputProblems } from '#kernel/input-problems.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { pause } from '#platform/waiting/pause.ts';
import type { InvoicedProduct } from '../domain/reference.ts';
import type { InvoiceLineRow } from '../line-tables.ts';
import { writeHistory } from '../store/write-history.ts';
import type { Billing } from '../use-cases/billing.ts';
import { noteShortages, toStockDemand } from './stock-demand.ts';
import type { ReservedLine } from './stock-task.ts';
import {
  abandonReservation,
  confirmReservation,
  findDoneReservation,
  holdReservation,
  recordReservation,
} from './stock-task-store.ts';

/** The invoice to be issued, its lines and their products. */
interface IssuedGoods {
  readonly invoiceId: string;
  readonly lines: readonly InvoiceLineRow[];
  readonly products: ReadonlyMap<string, InvoicedProduct>;
}

/** The longest wait for another call that issues the same invoice. */
const maxWaitMs = 5_000;
const pollMs = { first: 50, max: 400 };
const unavailable = 'nothing was changed, try again.';

/**
 * The stock of one attempt to issue an invoice. It is recorded, then reserved, then confirmed in the transaction that issues
 * the invoice; whatever ends in between is given up by `close`, or by the worker if this process is gone.
 */
export class IssueReservation {
  readonly #billing: Billing;
  readonly #actor: string;
  #taskId: string | undefined;
  #taken: readonly ReservedLine[] = [];
  #isConfirmed = false;

  constructor(billing: Billing, actor: string) {
    this.#billing = billing;
    this.#actor = actor;
  }

  /** Reserves the stock that the invoice needs, and notes what stands in the way. Without tracked products it asks nobody. */
  async reserve({ invoiceId, lines, products }: IssuedGoods, problems: InputProblems): Promise<void> {
    const demand = toStockDemand(lines, products);
    if (demand.length === 0) return;
    const { stock, log } = this.#billing;
    try {
      await stock.prepare();
      this.#taskId = await this.#record(invoiceId, demand);
      if (this.#taskId === undefined) {
        problems.add('UNAVAILABLE', `The invoice is being issued by another call; ${unavailable}`);
        return;
      }
      const answer = await stock.reserve({ id: this.#taskId, invoiceId, lines: demand });
      if (answer.kind === 'reserved') this.#taken = answer.lines;
      else if (answer.kind === 'short') noteShortages(answer.shortages, lines, products, problems);
      else problems.add('UNAVAILABLE', `The stock could not be reserved (${answer.reason}); ${unavailable}`);
    } catch (error) {
      if (!(error instanceof DirectoryUnavailableError)) throw error;
      log.warn({ err: error, invoiceId }, 'the stock of an invoice could not be reserved');
      problems.add('UNAVAILABLE', `The ${error.directory} did not answer; ${unavailable}`);
    }
  }

  /** Records the reservation; while another call has one of the same invoice, it waits for that call's end. */
  async #record(invoiceId: string, lines: readonly ReservedLine[]): Promise<string | undefined> {
    const { db, stockLeaseMs: leaseMs } = this.#billing;
    const endMs = performance.now() + maxWaitMs;
    for (let waitMs = pollMs.first; ; waitMs = Math.min(2 * waitMs, pollMs.max)) {
      const id = await recordReservation(db, { invoiceId, actor: this.#actor, lines, leaseMs });
      if (id !== undefined) return id;
      const isIssued = (await findDoneReservation(db, invoiceId)) !== undefined;
      if (isIssued || performance.now() >= endMs) return undefined;
      await pause(waitMs);
    }
  }

  /**
   * Locks the reservation in the transaction that issues the invoice. False if the worker gave it up because that took too
   * long: the invoice must not be issued then.
   */
  async hold(tx: Transaction): Promise<boolean> {
    return this.#taskId === undefined || holdReservation(tx, this.#taskId);
  }

  /** Confirms the held reservation in that transaction. */
  async confirm(tx: Transaction, invoiceId: string, now: Date): Promise<void> {
    if (this.#taskId === undefined) return;
    this.#isConfirmed = true;
    await confirmReservation(tx, this.#taskId, this.#taken);
    await writeHistory(tx, {
      invoiceId,
      kind: 'STOCK_RESERVED',
      occurredAt: now,
      actor: this.#actor,
      details: { reservationId: this.#taskId },
    });
  }

  /**
   * Gives the reservation up unless it was confirmed and committed. If that fails, the worker does it later.
   *
   * @param isIssued true if the invoice is known to be issued, by this attempt or by another one
   */
  async close(isIssued: boolean): Promise<void> {
    if (this.#taskId === undefined || (isIssued && this.#isConfirmed)) return;
    const { db, log } = this.#billing;
    await abandonReservation(db, this.#taskId).catch((error: unknown) =>
      log.warn({ err: error }, 'a reservation is left to the worker'),
    );
  }
}
