import { createHash } from 'node:crypto';
import { overdue, within } from '#platform/waiting/within.ts';
import { type Bucket, findWindow } from './bucket.ts';
import type { CountStore } from './count-store.ts';
import type { StoreHealth } from './store-health.ts';
import { WindowCount } from './window-count.ts';

/** The end of a wish for points. `unavailable`: the store is away, and nothing passes without it. */
export type TakeOutcome = 'taken' | 'over' | 'unavailable';

/** The means that all counts of a process share. */
export interface CountingMeans {
  readonly store: CountStore;
  readonly health: StoreHealth;
  /** Without the store, `open` lets operations pass and `closed` refuses them. `waitMs` is the longest wait of one for it. */
  readonly rules: () => { readonly whenAway: 'open' | 'closed'; readonly waitMs: number };
  /** The number of processes among which the lead is divided. */
  readonly processes: () => number;
  /** The time now, in milliseconds since the epoch. */
  readonly now: () => number;
}

/** The share of a quota by which all processes together may be ahead of the store: the bound of the error. */
const maxErrorShare = 0.02;

/** The time after which a message to the store is taken for lost. */
const lostAfterMs = 10_000;

/** The number of operations of one key that wait for the store at a time. Others are decided about as if it were away. */
const maxWaiting = 1_000;

/** The time after which a sum of the store that refuses larger operations is asked for again: others may have given points back. */
const staleAfterMs = 1_000;

interface WaitingTaker {
  readonly points: number;
  /** The window whose message carries the points; none before that. */
  sentIn?: WindowCount;
  isSettled: boolean;
  settle(outcome: TakeOutcome): void;
}

/** The points that one process may take of a quota before it has asked the store. A process that is alone need not ask. */
export function toLead(quota: number, processes: number): number {
  return processes <= 1 ? quota : Math.floor((quota * maxErrorShare) / processes);
}

/**
 * Counts points of one key in the windows of one bucket, together with the other processes that share the store. One message to the
 * store is on its way at a time; it carries everything that was taken since the last one, and all that wait for an answer.
 */
export class KeyCount {
  readonly #means: CountingMeans;
  readonly #key: string;
  /** So that the store has no person and no address in plain text. */
  readonly #hash: string;
  #bucket: Bucket;
  #window: WindowCount;
  #isSending = false;
  #answeredAtMs = 0;
  #waiting: WaitingTaker[] = [];

  constructor(bucket: Bucket, key: string, means: CountingMeans) {
    this.#bucket = bucket;
    this.#key = key;
    this.#means = means;
    this.#hash = createHash('sha256').update(`${bucket.id} ${key}`).digest('base64url');
    this.#window = new WindowCount(findWindow(bucket, key, means.now()));
  }

  /** True if points were taken that the store has not been told. */
  get hasUnsent(): boolean {
    return this.#window.unsent !== 0;
  }

  /** The points that are used in the window of now, as far as this process knows. */
  read(bucket: Bucket): { readonly used: number; readonly endsAtMs: number } {
    this.#roll(bucket);
    return { used: Math.max(0, this.#window.used), endsAtMs: this.#window.endsAtMs };
  }

  /** Takes points if the bucket's quota allows it; answers later only if the store must be asked. */
  take(bucket: Bucket, points: number): TakeOutcome | Promise<TakeOutcome> {
    this.#roll(bucket);
    const { health, processes, now } = this.#means;
    const window = this.#window;
    if (health.isAway) return health.mayAsk(now()) ? this.#wait(points) : this.#takeAlone(points);
    const lead = toLead(bucket.quota, processes());
    const taking = window.take(points, bucket.quota, lead);
    if (taking === 'unknown')
      return this.#waiting.length < maxWaiting ? this.#wait(points) : this.#takeAlone(points);
    const isStale = taking === 'over' && points > 1 && now() - this.#answeredAtMs >= staleAfterMs;
    if ((isStale || window.unsent * 2 >= lead) && !this.#isSending) void this.#send(window);
    return taking;
  }

  /** Gives back points that were taken for an operation that is not run after all. */
  giveBack(points: number): void {
    this.#window.giveBack(points);
  }

  /** Tells the store what was taken here, and learns what others have taken. Resolves when that is done, or has failed. */
  async synchronise(): Promise<void> {
    this.#roll(this.#bucket);
    if (!this.#isSending) await this.#send(this.#window);
  }

  #takeAlone(points: number): TakeOutcome {
    if (this.#means.rules().whenAway === 'closed') return 'unavailable';
    return this.#window.takeAlone(points, this.#bucket.quota) ? 'taken' : 'over';
  }

  #roll(bucket: Bucket): void {
    this.#bucket = bucket;
    const nowMs = this.#means.now();
    const window = this.#window;
    if (nowMs < window.endsAtMs) return;
    this.#window = new WindowCount(findWindow(bucket, this.#key, nowMs));
    // A day's last points are still told; those of a shorter window mean nothing once it is over.
    if (bucket.isDaily && window.unsent !== 0 && !this.#isSending) void this.#send(window);
  }

  #wait(points: number): Promise<TakeOutcome> {
    const { promise, resolve } = Promise.withResolvers<TakeOutcome>();
    const timer = setTimeout(() => {
      this.#means.health.failed(this.#means.now());
      this.#settleAlone(taker);
    }, this.#means.rules().waitMs);
    const taker: WaitingTaker = {
      points,
      isSettled: false,
      settle(outcome) {
        clearTimeout(timer);
        this.isSettled = true;
        resolve(outcome);
      },
    };
    this.#waiting.push(taker);
    if (!this.#isSending) void this.#send(this.#window);
    return promise;
  }

  /** Decides about a taker without the store. */
  #settleAlone(taker: WaitingTaker): void {
    const { sentIn, points } = taker;
    if (sentIn === undefined) {
      this.#waiting = this.#waiting.filter((other) => other !== taker);
      taker.settle(this.#takeAlone(points));
      return;
    }
    // Its points are counted with the message; they are given back if it does not pass.
    const isClosed = this.#means.rules().whenAway === 'closed';
    const isOver = sentIn.used > this.#bucket.quota;
    if (isClosed || isOver) sentIn.giveBack(points);
    taker.settle(isClosed ? 'unavailable' : isOver ? 'over' : 'taken');
  }

  async #send(window: WindowCount): Promise<void> {
    this.#isSending = true;
    const { store, health, now, rules } = this.#means;
    const takers = window === this.#window ? this.#waiting.splice(0) : [];
    for (const taker of takers) taker.sentIn = window;
    const asked = takers.reduce((sum, { points }) => sum + points, 0);
    const work = store.add({
      key: `limit:${this.#hash}:${window.number}`,
      points: window.send(asked),
      // The clocks of processes differ a little.
      keepSeconds: Math.max(0, Math.ceil((window.endsAtMs - now()) / 1_000)) + 60,
      isLasting: this.#bucket.isDaily,
    });
    const startedMs = performance.now();
    const total = await within(work, lostAfterMs, { isHeld: false }).catch((): typeof overdue => overdue);
    this.#isSending = false;
    if (total === overdue) {
      health.failed(now());
      window.fail();
      for (const taker of takers) if (!taker.isSettled) this.#settleAlone(taker);
    } else {
      if (performance.now() - startedMs <= rules().waitMs) health.answered();
      window.confirm(total);
      this.#answeredAtMs = now();
      this.#settle(window, takers, total - asked);
    }
    if (this.#isSending) return;
    // Points to give back, or of a day that is over, follow at once if the store is there.
    const isUrgent = window.unsent < 0 || (window !== this.#window && this.#bucket.isDaily);
    if (this.#waiting.length > 0) await this.#send(this.#window);
    else if (total !== overdue && isUrgent && window.unsent !== 0) await this.#send(window);
  }

  /** @param used by all others, and by earlier operations */
  #settle(window: WindowCount, takers: readonly WaitingTaker[], used: number): void {
    let left = this.#bucket.quota - used;
    for (const { points, isSettled } of takers) if (isSettled) left -= points;
    for (const taker of takers) {
      if (taker.isSettled) continue;
      if (taker.points <= left) {
        left -= taker.points;
        taker.settle('taken');
      } else {
        window.giveBack(taker.points);
        taker.settle('over');
      }
    }
  }
}
